"""The whole program under a tracer: each of its system calls on a folder, in order, and one of them made to go wrong.

Where :mod:`tests.journal.faults` stands between Python and the system, this stands between the process and the kernel:
it sees what SQLite does, and what the processes do that are started beside the first one.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
import struct
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

traced = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() != "x86_64", reason="puts errors into registers of one machine"
)

_TRACE_ME, _POKE_USER, _SYSCALL = 0, 6, 24
_SET_OPTIONS, _GET_SYSCALL_INFO = 0x4200, 0x420E
_OPTIONS = 0x1 | 0x2 | 0x4 | 0x8 | 0x10 | 0x100000
"""Mark the stops at system calls; follow fork, vfork, clone and exec; let nobody outlive the tracer."""
_TRAP = 5
_AT_SYSCALL = _TRAP | 0x80
_WALL = 0x40000000
_ENTRY, _EXIT = 1, 2
_RAX, _RDX, _ORIG_RAX = 80, 96, 120
_AT_FDCWD = 2**64 - 100
_PATIENCE = 600

# fmt: off
BY_FILE = {
    0: "read", 17: "read", 1: "write", 18: "write", 20: "write", 74: "fsync", 75: "fsync", 77: "ftruncate",
    91: "chmod", 73: "lock", 72: "lock", 217: "list", 285: "allocate",
}
"""Of x86-64: the calls that are given an open file first."""
BY_PATH = {
    2: ("open", 0), 82: ("rename", 1), 83: ("mkdir", 0), 84: ("rmdir", 0), 87: ("unlink", 0), 90: ("chmod", 0),
    257: ("open", 1), 258: ("mkdir", 1), 263: ("unlink", 1), 264: ("rename", 3), 316: ("rename", 3),
    4: ("stat", 0), 6: ("stat", 0), 262: ("stat", 1), 268: ("chmod", 1),
}
"""Those that are given a path, and which argument it is; of a rename, the new name."""
# fmt: on
_GROWING = {"write", "open to make", "mkdir", "rename", "allocate"}
CHANGING = {*_GROWING, "fsync", "ftruncate", "unlink", "rmdir", "chmod"}
"""Between two of these a process changes nothing that outlives it."""


@cache
def _function() -> Any:
    found = ctypes.CDLL(None).ptrace
    found.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    found.restype = ctypes.c_long
    return found


def _ptrace(request: int, pid: int, address: int, data: Any) -> int:
    return int(_function()(request, pid, address, data))


class Call(NamedTuple):
    """A call on ``path`` (within the folder, or a pipe) by the process that is called ``role``."""

    role: str
    name: str
    path: str


class Deed(NamedTuple):
    """What becomes of a call: ``kill`` the process "before" or "after" it, or let it fail, or write half of it.

    If it is ``lasting``, every later call of any process that suits it fails too.
    """

    name: str
    kill: str = ""
    error: int = 0
    half: bool = False
    lasting: bool = False

    def suits(self, call: Call) -> bool:
        """Whether the call may well meet with it."""
        if self.kill:
            return True
        if call.path.startswith("pipe:"):
            return False
        if self.half:
            return call.name == "write"
        return self.error != errno.ENOSPC or call.name in _GROWING


KILLED_BEFORE = Deed("killed before", kill="before")
KILLED_AFTER = Deed("killed after", kill="after")
EIO = Deed("EIO", error=errno.EIO)
ENOSPC = Deed("ENOSPC", error=errno.ENOSPC)
SHORT = Deed("short write", half=True)
FULL = Deed("ENOSPC from then on", error=errno.ENOSPC, lasting=True)
DEEDS = [KILLED_BEFORE, KILLED_AFTER, EIO, ENOSPC, SHORT, FULL]


class Trial(NamedTuple):
    """``code`` is the first process's exit code, negative if a signal ended it; ``struck`` the call that went wrong."""

    code: int
    calls: list[Call]
    struck: Call | None
    said: str


def run(work: Callable[[], int], folder: Path, deed: Deed | None = None, role: str = "main", nth: int = 0) -> Trial:
    """Do the work in a forked child; ``deed`` befalls the ``nth`` call (from 1) that the process ``role`` makes.

    Returns when every process that came of it has ended. What they said on stdout and stderr is kept beside ``folder``.
    """
    said = folder.with_name(folder.name + ".said")
    child = os.fork()
    if child == 0:
        _become(work, said)
    return _Tracer(child, folder, deed, role, nth).follow(said)


def _become(work: Callable[[], int], said: Path) -> None:
    code = 71
    try:
        nothing, output = os.open(os.devnull, os.O_RDWR), os.open(said, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        for number, target in enumerate((nothing, output, output)):
            os.dup2(target, number)
        sys.stdin, sys.stdout, sys.stderr = (
            os.fdopen(os.dup(number), mode, encoding="utf-8") for number, mode in enumerate(("r", "w", "w"))
        )
        _ptrace(_TRACE_ME, 0, 0, None)
        os.kill(os.getpid(), signal.SIGSTOP)
        code = work()
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException as error:
        os.write(2, repr(error).encode())
    finally:
        os._exit(code)


class _Tracer:
    def __init__(self, child: int, folder: Path, deed: Deed | None, role: str, nth: int) -> None:
        self._first = child
        self._folder = str(folder)
        self._deed, self._role, self._nth = deed, role, nth
        self._roles = {child: "main"}
        self._begun: set[int] = set()
        self._failing: dict[int, int] = {}
        self._dying: set[int] = set()
        self._numbers = Counter[str]()
        self._calls: list[Call] = []
        self._struck: Call | None = None
        self._info = ctypes.create_string_buffer(88)

    def follow(self, said: Path) -> Trial:
        alive, code = {self._first}, 0
        before = signal.signal(signal.SIGALRM, _too_long)
        signal.alarm(_PATIENCE)
        try:
            while alive:
                # Only here nobody else's child may be about.
                pid, status = os.waitpid(-1, _WALL)
                if not os.WIFSTOPPED(status):
                    alive.discard(pid)
                    code = os.waitstatus_to_exitcode(status) if pid == self._first else code
                    continue
                alive.add(pid)
                self._go_on(pid, status)
        finally:
            signal.alarm(0)
            signal.signal(signal.SIGALRM, before)
            for pid in alive:
                os.kill(pid, signal.SIGKILL)
        return Trial(code, self._calls, self._struck, said.read_text(encoding="utf-8", errors="replace"))

    def _go_on(self, pid: int, status: int) -> None:
        number = os.WSTOPSIG(status)
        passed_on = 0
        if pid not in self._begun:
            self._begun.add(pid)
            self._roles.setdefault(pid, "another")
            _ptrace(_SET_OPTIONS, pid, 0, _OPTIONS)
        elif number == _AT_SYSCALL:
            self._at_call(pid)
        elif status >> 16:
            if status >> 16 == 4:  # it has become another program
                self._roles[pid] = _role(pid)
        elif number != _TRAP:
            passed_on = number
        _ptrace(_SYSCALL, pid, 0, passed_on)

    def _at_call(self, pid: int) -> None:
        size = _ptrace(_GET_SYSCALL_INFO, pid, len(self._info), self._info)
        if size <= 0:
            return
        kind = self._info.raw[0]
        if kind == _EXIT:
            if pid in self._failing:
                _ptrace(_POKE_USER, pid, _RAX, ctypes.c_void_p(2**64 - self._failing.pop(pid)))
            if pid in self._dying:
                os.kill(pid, signal.SIGKILL)
        elif kind == _ENTRY:
            number, *arguments = struct.unpack_from("<7Q", self._info.raw, 24)
            call = self._made_out(pid, number, arguments)
            if call is not None:
                self._enter(pid, call, arguments)

    def _enter(self, pid: int, call: Call, arguments: list[int]) -> None:
        self._calls.append(call)
        self._numbers[call.role] += 1
        deed = self._deed
        if deed is None:
            return
        if self._struck is not None:
            if not deed.lasting or not deed.suits(call):
                return
        elif call.role != self._role or self._numbers[call.role] != self._nth:
            return
        self._struck = self._struck or call
        if deed.kill == "before":
            _ptrace(_POKE_USER, pid, _ORIG_RAX, ctypes.c_void_p(2**64 - 1))
            os.kill(pid, signal.SIGKILL)
        elif deed.kill == "after":
            self._dying.add(pid)
        elif deed.half:
            _ptrace(_POKE_USER, pid, _RDX, ctypes.c_void_p(arguments[2] // 2))
        else:
            self._failing[pid] = deed.error
            _ptrace(_POKE_USER, pid, _ORIG_RAX, ctypes.c_void_p(2**64 - 1))

    def _made_out(self, pid: int, number: int, arguments: list[int]) -> Call | None:
        """The call, if it is on the folder or on a pipe to a process beside."""
        if number in BY_FILE:
            name, path = BY_FILE[number], _target(pid, arguments[0])
            if path.startswith("pipe:") and name in ("read", "write"):
                return Call(self._roles[pid], name, "pipe:")
        elif number in BY_PATH:
            name, place = BY_PATH[number]
            path = _text(pid, arguments[place])
            if not path.startswith("/"):
                base = arguments[place - 1] if place and number not in (82,) else _AT_FDCWD
                path = f"{_base(pid, base)}/{path}" if path else _base(pid, base)
            if name == "open":
                flags = arguments[place + 1]
                name = "open to make" if flags & os.O_CREAT else "open"
        else:
            return None
        if not path.startswith(self._folder + "/"):
            return None
        return Call(self._roles[pid], name, path[len(self._folder) + 1 :])


def _too_long(_number: int, _frame: object) -> None:
    raise TimeoutError(f"what was started has not ended after {_PATIENCE} seconds")


def _role(pid: int) -> str:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
    return words[words.index("-m") + 1].rpartition(".")[2] if "-m" in words else "another"


def _target(pid: int, number: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/fd/{number & 0xFFFFFFFF}").readlink())
    except OSError:
        return ""


def _base(pid: int, number: int) -> str:
    if number & 0xFFFFFFFF == _AT_FDCWD & 0xFFFFFFFF:
        return str(Path(f"/proc/{pid}/cwd").readlink())
    return _target(pid, number)


def _text(pid: int, address: int) -> str:
    with Path(f"/proc/{pid}/mem").open("rb", buffering=0) as memory:
        memory.seek(address)
        raw = memory.read(4096 - address % 4096)
        if b"\0" not in raw:
            raw += memory.read(4096)
    return raw.partition(b"\0")[0].decode("utf-8", "replace")
