"""What an invitation is worth to whom, its link and its mail; the writes are in actions/invitations.py."""
