"""From a plan to documents: map, text, tables. Pure: returns text, writes nothing."""
