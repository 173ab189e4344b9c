"""Corridor options: ways through the road network."""
