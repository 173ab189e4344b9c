"""Closures, incidents and windows become numbers per arc."""
