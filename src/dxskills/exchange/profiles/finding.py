"""Which profile somebody means: a file, or the name of one in the framework's folder or among those brought along."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dxskills.errors import WrongUsage
from dxskills.framework.shipped import shipped_folder
from dxskills.i18n import _

FOLDER = "profiles"
"""Where profiles lie beside roles.yaml and trainings.yaml."""

_ENDINGS = (".yaml", ".yml")


def profile_folders(framework: Path) -> tuple[Path, Path]:
    """Where profiles are looked for, the organisation's own first."""
    return framework / FOLDER, shipped_folder() / FOLDER


def find_profile(text: str, folders: Sequence[Path]) -> Path:
    """The file of the profile: ``text`` is its path, or its name in a folder. Refuses with "unknown-profile"."""
    path = Path(text)
    if _is_file(path):
        return path
    known: dict[str, Path] = {}
    for found in _profiles(folders):
        known.setdefault(found.stem, found)
    name = path.stem if path.suffix.lower() in _ENDINGS and path.name == text else text
    if name in known:
        return known[name]
    raise _unknown(text, name, sorted(known))


def _profiles(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        try:
            yield from sorted(path for path in folder.iterdir() if path.suffix.lower() in _ENDINGS)
        except OSError:
            continue


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _unknown(text: str, name: str, known: Sequence[str]) -> WrongUsage:
    from dxskills.framework.suggestion import Vocabulary

    near = Vocabulary(known).near(name)
    hint = (
        _("Did you mean {near}? There are: {known}.") if near else _("There are: {known}; or give the path of a file.")
    )
    message = _("There is no profile {text}.")
    return WrongUsage("unknown-profile", message, hint=hint, text=text, near=near or "", known=", ".join(known))
