"""Reading scenarios and roads, writing plans: all I/O on files."""
