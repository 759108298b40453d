"""The web face of projects, folders and sections."""
