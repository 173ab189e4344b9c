"""The words of a corridor: frozen dataclasses in plain Python, at the bottom of the house."""
