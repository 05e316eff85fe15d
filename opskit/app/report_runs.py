"""What the ledger knows of the runs that changed something: the newest apply and rollback here, and the newest
rollback of every other environment, which is the rehearsal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from opskit.app.report_data import RunLine
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
        if command == "rollback" or (command, where) == ("apply", environment)
    ]
    lines = [_line(run, events, fingerprint if here and run is here[-1] else "") for run in kept]
    return sorted(lines, key=lambda line: line.started_at)


def _line(run: RunState, events: Sequence[Event], now: str) -> RunLine:
    mine = [event.entry for event in events if event.entry.run == run.run]
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
    )


def _seconds(run: RunState) -> float | None:
    if not run.finished_at:
        return None
    took = datetime.fromisoformat(run.finished_at) - datetime.fromisoformat(run.started_at)
    return round(took.total_seconds(), 3)
