"""The ledger folded into state: runs, and for each environment the newest evidence and what persons said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from opskit.core.ledger import Event
from opskit.value import Value, replace

# Of these kinds every event counts, not only the newest.
EVERY = (
    "item.signed", "item.approved", "item.waived", "item.started", "item.finished", "gate.signed", "gate.agreed",
)  # fmt: skip
CHANGED = "change.finished"


class RunState(Value):
    run: str
    command: str
    environment: str
    operator: str
    started_at: str
    finished_at: str = ""
    outcome: str = "unfinished"
    changes: int = 0


@dataclass
class History:
    """`evidence` keeps the newest event of each (environment, kind, subject), `said` all events of the kinds in EVERY.
    Mutable only while folding."""

    runs: dict[str, RunState] = field(default_factory=dict)
    evidence: dict[tuple[str, str, str], Event] = field(default_factory=dict)
    said: dict[tuple[str, str, str], list[Event]] = field(default_factory=dict)

    def newest(self, environment: str, kind: str, subject: str = "") -> Event | None:
        return self.evidence.get((environment, kind, subject))

    def every(self, environment: str, kind: str, subject: str) -> Sequence[Event]:
        return self.said.get((environment, kind, subject), ())

    def schema(self, environment: str) -> Event | None:
        """The newest event that tells the fingerprint of the environment's schema."""
        told = (each for (where, _, _), each in self.evidence.items() if where == environment)
        return max((each for each in told if each.entry.body.get("fingerprint")), key=_seq, default=None)


def fold(events: Iterable[Event]) -> History:
    """Of all events, or of a ledger's digest, which leaves only the runs' counts incomplete."""
    history = History()
    for event in events:
        _FOLDS.get(event.entry.kind, _evidence)(history, event)
    return history


def _seq(event: Event) -> int:
    return event.seq


def _started(history: History, event: Event) -> None:
    entry = event.entry
    command = str(entry.body.get("command", ""))
    history.runs[entry.run] = RunState(entry.run, command, entry.environment, entry.operator, entry.at)
    _evidence(history, event)


def _changed(history: History, event: Event) -> None:
    run = history.runs.get(event.entry.run)
    if run:
        history.runs[run.run] = replace(run, changes=run.changes + 1)
    _evidence(history, event)


def _finished(history: History, event: Event) -> None:
    run = history.runs.get(event.entry.run)
    if run:
        outcome = str(event.entry.body.get("outcome", ""))
        history.runs[run.run] = replace(run, finished_at=event.entry.at, outcome=outcome)
    _evidence(history, event)


def _said(history: History, event: Event) -> None:
    """A sign-off of an older opskit names its item only."""
    body = event.entry.body
    subject = str(body.get("subject") or f"{body.get('runbook', '')}/{body.get('item', '')}")
    history.said.setdefault((event.entry.environment, event.entry.kind, subject), []).append(event)


def _evidence(history: History, event: Event) -> None:
    subject = str(event.entry.body.get("subject", ""))
    history.evidence[(event.entry.environment, event.entry.kind, subject)] = event


_FOLDS = {
    "run.started": _started, CHANGED: _changed, "run.finished": _finished, **dict.fromkeys(EVERY, _said),
}  # fmt: skip
