"""The independent checker: plain Python that shares nothing with the planner."""
