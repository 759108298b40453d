"""How each language speaks of repeats, as data. A language adds a file, not code."""
