"""A sample office of about three hundred invented people, as the files that an office would export."""

from __future__ import annotations

from dxskills.demo.files import DemoFile, generate, steps

__all__ = ["DemoFile", "generate", "steps"]
