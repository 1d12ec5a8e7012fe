"""The two files a framework consists of, as bytes: enough to know by their hash whether they are known already."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from dxskills.digest import sha256
from dxskills.errors import Refused
from dxskills.i18n import _

ROLES_FILE = "roles.yaml"
TRAININGS_FILE = "trainings.yaml"

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes. Thousands of requirements take about one megabyte; whatever is larger is not a framework file."""


class Sources(NamedTuple):
    """``hash`` is "sha256:…" over both files."""

    folder: Path
    roles: bytes
    trainings: bytes
    hash: str


def read_sources(folder: Path) -> Sources:
    """Both files; refuses a folder without them ("no-framework") and files beyond 16 MiB ("framework-too-large")."""
    return make_sources(folder, _read(folder / ROLES_FILE), _read(folder / TRAININGS_FILE))


def make_sources(folder: Path, roles: bytes, trainings: bytes) -> Sources:
    """Sources of bytes already in memory; ``folder`` only names them in messages."""
    # The length keeps a line moved from the end of one file to the start of the other from going unnoticed.
    digest = sha256(b"%d\n" % len(roles) + roles + trainings)
    return Sources(folder, roles, trainings, f"sha256:{digest.hexdigest()}")


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise Refused(
            "no-framework",
            _("The framework file {file} cannot be read: {reason}."),
            hint=_("Name the folder of roles.yaml and trainings.yaml with --framework, or start with `dxskills init`."),
            file=str(path),
            reason=error.strerror or type(error).__name__,
        ) from None
    if len(raw) > LARGEST_FILE:
        raise Refused(
            "framework-too-large",
            _("{file} is larger than {limit} MiB, so it is no framework file."),
            file=str(path),
            limit=LARGEST_FILE // 1024**2,
        )
    return raw
