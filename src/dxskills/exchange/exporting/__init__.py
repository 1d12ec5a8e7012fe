"""The registry back out, in the columns that the import reads."""
