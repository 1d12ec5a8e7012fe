"""Import profiles: how one source writes its files, said once, and a first profile for a file that nobody knows yet."""
