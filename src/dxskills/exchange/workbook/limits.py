"""How large a workbook may be. Each limit is far above what people make and far below what a computer has."""

from __future__ import annotations

MOST_FILE_BYTES = 512 * 2**20
MOST_DIRECTORY_BYTES = 2 * 2**20
"""Of the archive's table of contents; it is read at once."""
MOST_PARTS = 10_000
MOST_UNPACKED_BYTES = 2**30
"""Of all parts together, as the archive declares it; reading a part ends where its declared size does."""
RATIO_LOOKED_AT = 16 * 2**20
"""Bytes of a part below which its ratio of compression does not matter."""
MOST_RATIO = 300
"""Repetitive sheets reach 50; deflate itself cannot reach 1,100."""

CHUNK = 64 * 2**10
MOST_TOKEN_BYTES = 2**20
"""Of one tag or comment, which the XML parser holds in memory."""
MOST_NAMES = 2_000
"""Different names of elements and attributes in one part."""
MOST_DEPTH = 200
MOST_FOREIGN_ELEMENTS = 20_000_000
"""Elements of one part that say nothing to us."""
LONGEST_URI = 500

MOST_SHEETS = 1_000
MOST_STYLES = 100_000
LONGEST_FORMAT = 1_000
"""Characters; a spreadsheet program allows 255."""
MOST_SHARED_STRINGS = 8_000_000

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
WIDEST_LIST = 1_024
"""Columns of a sheet that can be read as a list; a cell further to the right than that has got there by mistake."""
MOST_CELLS = 20_000_000
"""Of one sheet, empty ones included."""
LARGEST_AREA = 50_000_000
"""Rows times columns of what a sheet holds."""
LONGEST_TEXT = 32_767
"""Characters of a cell, a spreadsheet program's own limit."""
LONGEST_ROW = 1_000_000
"""Characters of all cells of a row."""
MOST_TEXT = 512 * 2**20
"""Characters of all cells of a sheet."""
MOST_MERGES = 250_000
MOST_KEPT_BYTES = 96 * 2**20
"""What a workbook may take in memory: its shared strings, and the rows of its sheets, packed."""
