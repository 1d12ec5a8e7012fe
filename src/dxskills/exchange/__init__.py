"""Foreign files in: bytes to text, text to rows, rows to what they say, that to entries (docs/import.md)."""
