"""A gate of a runbook in an environment, and what the ledger has of it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from datetime import datetime

from opskit.app import item_kinds
from opskit.app.addressed import options
from opskit.app.checklist import USUAL
from opskit.app.context import Context
from opskit.catalog import runbooks
from opskit.core.gate_record import SAMPLED, subject
from opskit.core.history import CHANGED
from opskit.core.item_record import DONE, FINISHED
from opskit.core.item_record import subject as item_subject
from opskit.core.ledger import Event
from opskit.core.next_command import quoted
from opskit.core.runbook import BEFORE, Gate, Runbook
from opskit.errors import Blocked, UsageFault
from opskit.gate.window import Sample, Window, sample_of, window
from opskit.value import Value


class Place(Value):
    context: Context
    runbook: Runbook
    gate: Gate

    @property
    def subject(self) -> str:
        return subject(self.runbook.id, self.gate.name)

    @property
    def control(self) -> Context | None:
        """The environment beside it. UsageFault when opskit.toml has none of that name."""
        return self.context.on(self.gate.control) if self.gate.control not in ("", BEFORE) else None

    def command(self, verb: str, more: str = "") -> str:
        """A command of this gate, whole."""
        return f"{self.without_environment(verb, more)} {options(self.context)}"

    def without_environment(self, verb: str, more: str = "") -> str:
        runbook = "" if self.runbook.id == USUAL else f"--runbook {quoted(self.runbook.id)}"
        return " ".join(filter(None, ["opskit gate", verb, self.gate.name, more, runbook]))


def find(context: Context, runbook: str, name: str) -> Place:
    """The gate of that name, or the only one there is."""
    book = runbooks.load(runbooks.find(context.settings.runbooks, runbook or USUAL), item_kinds.shapes())
    return Place(context, book, gate_of(book, name))


def gate_of(runbook: Runbook, name: str) -> Gate:
    """UsageFault when the runbook has no such gate, or several and none is named."""
    known = [gate.name for gate in runbook.gates]
    if not known:
        raise UsageFault(f"{runbook.id} has no gate", str(runbook.path), "opskit runbook list")
    if not name and len(known) > 1:
        raise UsageFault(
            f"{runbook.id} has {len(known)} gates", f"name one of {', '.join(known)}", "opskit gate --help"
        )
    if name and name not in known:
        close = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {close[0]!r}?" if close else "opskit runbook export"
        raise UsageFault(f"{runbook.id} has no gate {name!r}", f"known: {', '.join(known)}", hint)
    return next(gate for gate in runbook.gates if gate.name == (name or known[0]))


def sampled(place: Place, events: Sequence[Event]) -> list[Event]:
    """The looks of this gate in this environment, oldest first."""
    where = place.context.environment.name
    return [
        each
        for each in events
        if each.entry.kind == SAMPLED
        and each.entry.environment == where
        and each.entry.body["subject"] == place.subject
    ]


def watched(place: Place, events: Sequence[Event], now: Sample | None = None) -> Window | None:
    """The looks that count, with one that is not in the ledger yet."""
    taken = [sample_of(each.entry.at, each.seq, each.entry.body) for each in sampled(place, events)]
    return window([*taken, *([now] if now else [])], changes(place, events), began(place, events))


def changes(place: Place, events: Sequence[Event]) -> list[tuple[int, str]]:
    """What opskit changed in the environment: the event and its run."""
    where = place.context.environment.name
    return [
        (each.seq, each.entry.run) for each in events if (each.entry.kind, each.entry.environment) == (CHANGED, where)
    ]


def changed_at(place: Place, events: Sequence[Event]) -> datetime | None:
    """When that was, the last time."""
    made = changes(place, events)
    return next((datetime.fromisoformat(each.entry.at) for each in events if made and each.seq == made[-1][0]), None)


def outdated(place: Place, events: Sequence[Event]) -> str:
    """Why the newest look is of something else than there is now; empty when it is not, or when there is none."""
    taken = sampled(place, events)
    if not taken:
        return ""
    if taken[-1].entry.body["ground"]["definition"] != place.gate.digest:
        return "the gate was written otherwise since it was looked at"
    later = [run for event, run in changes(place, events) if event > taken[-1].seq]
    return f"run {later[-1]} changed something since it was looked at" if later else ""


def began(place: Place, events: Sequence[Event]) -> datetime | None:
    """When the item was done that the soak begins with; None where the gate names none."""
    if not place.gate.after:
        return None
    about, where = item_subject(place.runbook.id, place.gate.after), place.context.environment.name
    done = [
        each
        for each in events
        if (each.entry.kind, each.entry.environment) == (FINISHED, where)
        and each.entry.body.get("subject") == about
        and each.entry.body.get("outcome") == DONE
    ]
    return datetime.fromisoformat(done[-1].entry.at) if done else None


def refuse_too_early(place: Place, events: Sequence[Event]) -> None:
    """Blocked while the item is not done that the soak begins with."""
    after = place.gate.after
    if after and began(place, events) is None:
        where = place.context.environment.name
        raise Blocked(
            f"gate {place.gate.name} was not looked at: {after} is not done on {where} (nothing was recorded)",
            f"its soak begins when {after} ends",
            f"opskit checklist run {after} -e {quoted(where)}",
        )
