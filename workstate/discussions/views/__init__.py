"""Pages of what is said on tasks and written about tasks and projects."""
