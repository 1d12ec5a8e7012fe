"""``python -m dxskills``."""

from __future__ import annotations

import sys

from dxskills.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
