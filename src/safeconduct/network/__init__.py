"""The road graph as arrays."""
