"""Flow over time: the clearance time and its certificate."""
