"""``python -m dxskills``."""

from __future__ import annotations

from dxskills.cli.main import program

if __name__ == "__main__":
    program()
