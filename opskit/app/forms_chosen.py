"""What a person decided about a plan before it is made: in which form statements run, and which rules are accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from opskit.app.migrating import State
from opskit.app.rules import known
from opskit.migrate.classify import unrewritten
from opskit.value import replace

Form = Callable[[State], State]


def safe_form(state: State) -> State:
    """Each statement in the form that waits and is waited for least."""
    return state


def as_written(state: State) -> State:
    """Each statement as it stands in its file."""
    migrations = [replace(each, up=tuple(unrewritten(each.up))) for each in state.migrations]
    return replace(state, migrations=migrations)


def accepted(rules: Iterable[str]) -> frozenset[str]:
    """UsageFault for a rule that does not exist, with the names nearest to it."""
    return frozenset(map(known, rules))
