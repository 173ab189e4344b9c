"""A plan as a document: the same words, numbers and map for paper, screen and terminal. Pure."""
