"""The skills registry of a public office."""
