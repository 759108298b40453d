"""How an account is deleted: what it says before, the days in which it is taken back, and what is left."""
