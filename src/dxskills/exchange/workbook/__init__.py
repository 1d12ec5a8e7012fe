"""Workbooks (.xlsx, .xlsm) as rows of texts: an own reader on zipfile and expat, safe with files that mean harm.

Nothing of a file is believed before it is seen: sizes, dimensions and counts are counted while reading, and every limit
of ``limits`` ends in a refusal that names the file and what to do. A sheet is read once, from its first cell to its
last; what it holds is kept packed, so that the first row already has the width of the widest one.
"""

from __future__ import annotations

from dxskills.exchange.workbook.package import SheetInfo
from dxskills.exchange.workbook.workbook import SheetTable, Workbook, read_workbook

__all__ = ["SheetInfo", "SheetTable", "Workbook", "read_workbook"]
