"""The web face of money."""
