"""Use cases, one file each; the only clock, ids and settings."""
