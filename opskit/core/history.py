"""The ledger folded into state: runs, and for each environment the newest evidence and sign-offs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from opskit.core.ledger import Event


@dataclass(frozen=True)
class RunState:
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
    """`evidence` keeps the newest event of each (environment, kind, subject); `signed` all sign-offs of an item.
    Mutable only while folding."""

    runs: dict[str, RunState] = field(default_factory=dict)
    evidence: dict[tuple[str, str, str], Event] = field(default_factory=dict)
    signed: dict[tuple[str, str, str], list[Event]] = field(default_factory=dict)

    def newest(self, environment: str, kind: str, subject: str = "") -> Event | None:
        return self.evidence.get((environment, kind, subject))


def fold(events: Iterable[Event]) -> History:
    history = History()
    for event in events:
        _FOLDS.get(event.entry.kind, _evidence)(history, event)
    return history


def _started(history: History, event: Event) -> None:
    entry = event.entry
    command = str(entry.body.get("command", ""))
    history.runs[entry.run] = RunState(entry.run, command, entry.environment, entry.operator, entry.at)


def _changed(history: History, event: Event) -> None:
    run = history.runs.get(event.entry.run)
    if run:
        history.runs[run.run] = replace(run, changes=run.changes + 1)


def _finished(history: History, event: Event) -> None:
    run = history.runs.get(event.entry.run)
    if run:
        outcome = str(event.entry.body.get("outcome", ""))
        history.runs[run.run] = replace(run, finished_at=event.entry.at, outcome=outcome)
    _evidence(history, event)


def _signed(history: History, event: Event) -> None:
    key = (event.entry.environment, str(event.entry.body.get("runbook", "")), str(event.entry.body.get("item", "")))
    history.signed.setdefault(key, []).append(event)


def _evidence(history: History, event: Event) -> None:
    subject = str(event.entry.body.get("subject", ""))
    history.evidence[(event.entry.environment, event.entry.kind, subject)] = event


_FOLDS = {"run.started": _started, "change.finished": _changed, "run.finished": _finished, "item.signed": _signed}
