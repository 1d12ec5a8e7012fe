"""A first profile for a file that nobody knows yet: looked at, guessed, and every guess said with its reason."""
