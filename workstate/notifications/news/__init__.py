"""What happened, turned into whom to tell of it: a module for each part of the house."""
