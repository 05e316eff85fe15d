"""What the ledger knows of the runs that changed something: the newest apply, fix and rollback here, and the newest
rollback and rehearsal of every environment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from opskit.app.rehearsal_evidence import KIND
from opskit.app.reporting.data import RunLine
from opskit.app.window import BROKEN
from opskit.core.history import RunState, fold
from opskit.core.ledger import Event


def runs(events: Sequence[Event], environment: str, fingerprint: str) -> list[RunLine]:
    """Oldest first. `fingerprint` is that of the schema here and now."""
    known = sorted(fold(events).runs.values(), key=lambda run: run.started_at)
    here = [run for run in known if run.environment == environment]
    newest = {(run.environment, run.command): run for run in known}
    kept = [
        run
        for (where, command), run in newest.items()
        if command == "rollback" or (command in ("apply", "fix") and where == environment)
    ]
    lines = [_line(run, events, fingerprint if here and run is here[-1] else "") for run in kept]
    lines += [_rehearsal(event, events) for event in _rehearsals(events)]
    return sorted(lines, key=lambda line: line.started_at)


def _line(run: RunState, events: Sequence[Event], now: str) -> RunLine:
    of_run = [event for event in events if event.entry.run == run.run]
    mine = [event.entry for event in of_run]
    ran = [(float(entry.body["seconds"]), str(entry.body["sql"])) for entry in mine if entry.kind == "change.finished"]
    end = next((entry.body for entry in reversed(mine) if entry.kind == "run.finished"), {})
    longest = max(ran, key=lambda each: each[0], default=None)
    left = str(end.get("fingerprint", ""))
    return RunLine(
        run.environment,
        run.command,
        run.run,
        run.operator,
        run.started_at,
        run.finished_at,
        run.outcome,
        _seconds(run),
        len(ran),
        longest[0] if longest else None,
        longest[1] if longest else "",
        bool(end.get("verified")) if run.command == "rollback" and end else None,
        left == now if left and now else None,
        left,
        next((str(entry.body.get("reason", "")) for entry in mine if entry.kind == BROKEN), ""),
        of_run[-1].seq,
    )


def _rehearsals(events: Sequence[Event]) -> list[Event]:
    """The newest of each environment that came to an end."""
    ended = [event for event in events if event.entry.kind == KIND and event.entry.body.get("outcome") != "failed"]
    return list({event.entry.environment: event for event in ended}.values())


def _rehearsal(ended: Event, events: Sequence[Event]) -> RunLine:
    entry = ended.entry
    mine = [event.entry for event in events if event.entry.run == entry.run]
    ran = [
        (float(each.body["seconds"]), str(each.body["sql"]))
        for each in mine
        if each.kind == "rehearsal.change.finished"
    ]
    longest = max(ran, key=lambda each: each[0], default=None)
    outcome = str(entry.body["outcome"])
    verified = {"proven": True, "differs": False}.get(outcome)
    return RunLine(
        entry.environment, "rehearse", entry.run, entry.operator, mine[0].at, entry.at, f"{outcome}, on a copy",
        entry.body.get("seconds"), len(ran), longest[0] if longest else None, longest[1] if longest else "",
        verified, None, str(entry.body.get("fingerprint", "")), event=ended.seq,
    )  # fmt: skip


def _seconds(run: RunState) -> float | None:
    if not run.finished_at:
        return None
    took = datetime.fromisoformat(run.finished_at) - datetime.fromisoformat(run.started_at)
    return round(took.total_seconds(), 3)
