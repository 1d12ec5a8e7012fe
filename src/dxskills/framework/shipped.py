"""Where the talent matrix lies that dxskills brings along."""

from __future__ import annotations

from pathlib import Path


def shipped_folder() -> Path:
    """The folder of the shipped roles.yaml and trainings.yaml: in the installed package, else in the checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "data"
    return installed if installed.is_dir() else package.parents[1] / "data"
