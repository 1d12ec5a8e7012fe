"""Foreign files in: bytes to text, text to rows, rows to what they say, and what they say to entries (SPEC section 7)."""
