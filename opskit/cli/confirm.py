"""Nothing changes without a typed yes, the typed name of a protected environment, or --confirm NAME."""

from __future__ import annotations

import shutil
import sys
from typing import Any

import click

from opskit.cli.command import option
from opskit.core.answer import Answer
from opskit.core.environment import Environment
from opskit.errors import Declined, UsageFault


def can_be_asked(confirm: str | None) -> bool:
    """Whether a yes is given or could be: without one a command that changes something only shows its plan."""
    return bool(confirm) or (not option("no_input") and sys.stdin.isatty() and sys.stderr.isatty())


def agreed(environment: Environment, plan: Answer[Any], confirm: str | None) -> bool:
    """True when a person said yes. False when nobody can be asked: the caller then answers with the plan, exit 10.

    Declined when a person said no; UsageFault when --confirm names something else."""
    if confirm and confirm != environment.name:
        raise UsageFault(
            f"--confirm {confirm} does not name {environment.name} (nothing was changed)",
            "",
            f"--confirm {environment.name}",
        )
    if confirm:
        return True
    if not can_be_asked(confirm):
        return False
    _show(plan)
    _ask(environment)
    return True


def _show(plan: Answer[Any]) -> None:
    from opskit.render.draw import draw

    print(draw(plan, "table", shutil.get_terminal_size((100, 24)).columns, False), file=sys.stderr)


def _ask(environment: Environment) -> None:
    if environment.protected:
        answer = click.prompt(
            f"\n{environment.name} is PROTECTED. Type its name to go on", default="", show_default=False, err=True
        )
        said_yes = answer == environment.name
    else:
        said_yes = click.confirm(f"\nGo on with {environment.name}?", err=True)
    if not said_yes:
        raise Declined(f"{environment.name} was not confirmed (nothing was changed)")
