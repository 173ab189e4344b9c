"""Join the pieces into a ranked plan."""
