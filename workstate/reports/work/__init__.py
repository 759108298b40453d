"""What reports ask of work rather than of time: tasks done, days in a row, hours of the day, load, progress."""
