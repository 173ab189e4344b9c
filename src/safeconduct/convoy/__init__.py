"""Fleet and timetable."""
