"""Reads every file of a store twice, as somebody would who only wants to know that it can be read: SHA-256, then JSON.

Run as ``python peer_read.py json|orjson FILES…``; the second parser is the fastest that there is for Python.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

PARSERS: dict[str, Callable[[bytes], Any]] = {"json": json.loads, "orjson": orjson.loads}


def main(parser: str, *files: str) -> None:
    parse = PARSERS[parser]
    for name in files:
        with Path(name).open("rb") as file:
            print(hashlib.file_digest(file, "sha256").hexdigest(), name)
        with Path(name).open("rb") as file:
            if name.endswith(".jsonl"):
                for line in file:
                    parse(line)
            else:
                parse(file.read())


if __name__ == "__main__":
    main(*sys.argv[1:])
