"""``--install-completion`` and ``--show-completion``: Typer's scripts, put in place with words of our own."""

from __future__ import annotations

from pathlib import Path

from dxskills.cli import COMPLETING
from dxskills.cli.errors import one_line
from dxskills.cli.output import write_text
from dxskills.errors import WrongUsage
from dxskills.i18n import _

_PROGRAM = "dxskills"
_WRITTEN = ("bash", "zsh", "fish")
_POWERSHELL = ("powershell", "pwsh")


def install() -> None:
    """Put the script where the shell in use looks for it. Refuses shells whose settings are not ours to change."""
    shell = _shell()
    if shell in _POWERSHELL:
        raise WrongUsage(
            "wrong-usage",
            _("The profile of PowerShell is changed by its owner alone."),
            hint=_("Put this line into it: dxskills --show-completion | Out-String | Invoke-Expression"),
        )
    path = _install(shell)
    write_text(one_line(_("The completion for {shell} is in {path}.").format(shell=shell, path=path)) + "\n")
    write_text(_("It works in terminals that are opened from now on.") + "\n")


def _install(shell: str) -> Path:
    from typer._completion_shared import install

    return install(shell=shell, prog_name=_PROGRAM, complete_var=COMPLETING)[1]


def show() -> None:
    """Print the script for the shell in use."""
    from typer._completion_shared import get_completion_script

    write_text(get_completion_script(prog_name=_PROGRAM, complete_var=COMPLETING, shell=_shell()) + "\n")


def _shell() -> str:
    from typer._completion_shared import _get_shell_name

    shell = _get_shell_name()
    if shell not in (*_WRITTEN, *_POWERSHELL):
        raise WrongUsage(
            "wrong-usage",
            _("There is no completion for this shell ({shell}): there is for {choices}."),
            hint=_("`{variable}=source_bash dxskills` prints the one for bash, and so on."),
            shell=shell or "?",
            choices="bash, zsh, fish, PowerShell",
            variable=COMPLETING,
        )
    return shell
