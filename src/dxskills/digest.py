"""Hash functions without OpenSSL: ``hashlib`` loads it, and that takes longer than all the hashing a command does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__all__ = ["blake2b", "sha256"]


def _first(function: str, *modules: str) -> Any:
    """``function`` from the first of Python's own ``modules`` that this version has, else from hashlib."""
    for module in modules:
        try:
            return getattr(__import__(module), function)
        except ImportError:
            continue
    import hashlib

    return getattr(hashlib, function)


if TYPE_CHECKING:
    from hashlib import blake2b, sha256
else:
    blake2b = _first("blake2b", "_blake2")
    sha256 = _first("sha256", "_sha2", "_sha256")
