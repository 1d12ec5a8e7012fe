"""Opening the index file: where it lies, when it is thrown away, and the few things that are kept beside its rows."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from dxskills.errors import Unavailable
from dxskills.i18n import _
from dxskills.journal.disk import refuse_foreign

SCHEMA_VERSION = 6
"""Goes up with every change of schema.sql or of what a row means; an index of another version is built anew."""

_WAIT_MS = 60_000
_PATIENCE_MS = 2000


def default_folder() -> Path:
    """The user's cache folder: local, never on the share where the journal may lie."""
    if sys.platform == "linux":  # what platformdirs says there, without the modules that it imports to say it
        said = os.environ.get("XDG_CACHE_HOME", "").strip()
        return Path(said or "~/.cache").expanduser() / "dxskills"
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("dxskills", appauthor=False))


def file_name(journal: str, store: Path) -> str:
    """The name of the index of the journal with this id, where it lies in the folder ``store``."""
    from dxskills.digest import blake2b

    place = blake2b(str(store.resolve()).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{journal}-{place}.sqlite"


def open_database(path: Path | None) -> sqlite3.Connection:
    """The index at ``path``, made or made anew as needed; in memory for None or a place that cannot be written."""
    if path is not None:
        _refuse_others(path)
        try:
            return open_file(path)
        except (OSError, sqlite3.OperationalError):
            pass
        except sqlite3.DatabaseError:
            return _open_anew(path)
    return _prepare(_connect(":memory:"))


def _refuse_others(path: Path) -> None:
    """Unavailable where the index or its folder is a link or somebody else's: it holds all that the journal does."""
    for each in (path.parent, *(path.with_name(path.name + suffix) for suffix in ("", "-wal", "-shm"))):
        try:
            found = each.lstat()
            if stat.S_ISLNK(found.st_mode) and each != path.parent:
                message = _("{path} is a symbolic link, and the index is not written through one.")
                raise Unavailable("symbolic-link", message, hint=_("Delete it; the index is made anew."), path=each)
            refuse_foreign(each, each.stat(), to_write=False)
        except OSError:  # not there yet, or not to be had: then the index is kept in memory
            continue


def open_file(path: Path) -> sqlite3.Connection:
    """The index at ``path``, made as needed; raises what the system or SQLite says."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    connection = _connect(str(path))
    try:
        return _prepare(connection)
    except sqlite3.Error:
        connection.close()
        raise


def _open_anew(path: Path) -> sqlite3.Connection:
    try:
        discard(path)
        return open_file(path)
    except (OSError, sqlite3.Error):
        return _prepare(_connect(":memory:"))


def discard(path: Path) -> None:
    """Remove an index file and what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _connect(target: str) -> sqlite3.Connection:
    connection = sqlite3.connect(target, timeout=_WAIT_MS / 1000, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute("PRAGMA cache_size = -65536")
    return connection


def _prepare(connection: sqlite3.Connection) -> sqlite3.Connection:
    if connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION:
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("BEGIN IMMEDIATE")
    if connection.execute("PRAGMA user_version").fetchone()[0] != SCHEMA_VERSION:
        clear(connection)
    connection.execute("COMMIT")
    return connection


def clear(connection: sqlite3.Connection) -> None:
    """Empty the index inside the caller's transaction, down to a new schema."""
    kept = connection.execute("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY type DESC")
    for form, name in kept.fetchall():
        connection.execute(f'DROP {form} "{name}"')
    schema = (Path(__file__).parent / "schema.sql").read_text(encoding="utf-8")
    for statement in _statements(schema):
        connection.execute(statement)
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")


def erase(connection: sqlite3.Connection) -> None:
    """Empty the index outside of any transaction, so that no byte of what it held is left in its files.

    While somebody else reads it, SQLite keeps what it had until they are done; the last to close it removes that.
    """
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("BEGIN IMMEDIATE")
    clear(connection)
    connection.execute("COMMIT")
    connection.execute("VACUUM")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.execute(f"PRAGMA busy_timeout = {_WAIT_MS}")


def erase_copies(path: Path, journal: str) -> None:
    """Empty what the folder of the index at ``path`` has of the same journal lying elsewhere: backups, moved stores.

    Where such a copy is still there and asked again, its index is made anew. One that is in use is left to its users.
    """
    from glob import escape

    for other in path.parent.glob(f"{escape(journal)}-*.sqlite"):
        if other == path or other.is_symlink():
            continue
        with suppress(OSError, sqlite3.Error), closing(_connect(str(other))) as connection:
            connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
            erase(connection)


def _statements(script: str) -> list[str]:
    # executescript would commit the caller's transaction.
    lines = [line for line in script.splitlines() if not line.lstrip().startswith("--")]
    return [statement for part in "\n".join(lines).split(";") if (statement := part.strip())]


def read_meta(connection: sqlite3.Connection, *keys: str) -> dict[str, Any]:
    """The values kept under these keys; those that have none are left out."""
    marks = ", ".join("?" for _key in keys)
    return dict(connection.execute(f"SELECT key, value FROM meta WHERE key IN ({marks})", keys).fetchall())


def write_meta(connection: sqlite3.Connection, **values: object) -> None:
    connection.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values.items())
