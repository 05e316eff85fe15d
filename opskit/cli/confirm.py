"""Nothing changes without a typed yes, the typed name of a protected environment, or --confirm NAME."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
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
    return _agreed(environment, plan, confirm, _ask)


def agreed_by_name(environment: Environment, plan: Answer[Any], confirm: str | None) -> bool:
    """The same; the name is to be typed whether the environment is protected or not."""
    return _agreed(environment, plan, confirm, _ask_name)


class Asking:
    """An app.consent.Consent: each thing that is done is shown, and asked for by itself; --confirm says yes to all."""

    def __init__(self, environment: Environment, confirm: str | None) -> None:
        self._environment, self._confirm = environment, confirm
        _refuse_other(environment, confirm)

    def possible(self) -> bool:
        return can_be_asked(self._confirm)

    def given(self, page: Answer[Any]) -> bool:
        return agreed(self._environment, page, self._confirm)

    def person_says(self, question: str) -> bool:
        return can_be_asked(None) and click.confirm(f"\n{question}", err=True)


class AskingName(Asking):
    """The same; the name is to be typed whether the environment is protected or not."""

    def given(self, page: Answer[Any]) -> bool:
        return agreed_by_name(self._environment, page, self._confirm)


def _agreed(
    environment: Environment, plan: Answer[Any], confirm: str | None, ask: Callable[[Environment], bool]
) -> bool:
    _refuse_other(environment, confirm)
    if confirm:
        return True
    if not can_be_asked(confirm):
        return False
    _show(plan)
    if not ask(environment):
        raise Declined(f"{environment.name} was not confirmed (nothing was changed)")
    return True


def _refuse_other(environment: Environment, confirm: str | None) -> None:
    if confirm and confirm != environment.name:
        raise UsageFault(
            f"--confirm {confirm} does not name {environment.name} (nothing was changed)",
            "",
            f"--confirm {environment.name}",
        )


def _show(plan: Answer[Any]) -> None:
    from opskit.render.draw import draw

    print(draw(plan, "table", shutil.get_terminal_size((100, 24)).columns, False), file=sys.stderr)


def _ask(environment: Environment) -> bool:
    if environment.protected:
        return _ask_name(environment)
    return click.confirm(f"\nGo on with {environment.name}?", err=True)


def _ask_name(environment: Environment) -> bool:
    known = "is PROTECTED. " if environment.protected else ""
    question = f"\n{environment.name} {known}Type its name to go on" if known else f"\nType {environment.name} to go on"
    return bool(click.prompt(question, default="", show_default=False, err=True) == environment.name)
