"""The newest load of the ledger, with the one before the change, judged by the workload as it is now."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.load_parts import Workload, as_written
from opskit.app.load_result import Promised, viewed
from opskit.app.reporting.data import LoadRun
from opskit.core.bench_record import LOADED
from opskit.core.ledger import Event
from opskit.gate.load_seen import read


def load_measured(events: Sequence[Event], environment: str, workload: Workload) -> LoadRun | None:
    """None where the ledger has no load of here. The other one is the newest from before the last apply."""
    here = [event for event in events if event.entry.kind == LOADED and event.entry.environment == environment]
    if not here:
        return None
    newest, before = here[-1], _before(events, here)
    promised = Promised(as_written(workload), workload.claims)
    view = viewed(read(newest), read(before) if before else None, promised, {})
    return LoadRun(newest.entry.run, newest.entry.at, before.entry.at if before else "", view, newest.seq)


def _before(events: Sequence[Event], here: Sequence[Event]) -> Event | None:
    newest = here[-1]
    applied = [event.seq for event in events if _applies(event, newest)]
    earlier = [event for event in here if applied and event.seq < applied[-1]]
    return earlier[-1] if earlier else None


def _applies(event: Event, newest: Event) -> bool:
    entry = event.entry
    begins = entry.kind == "run.started" and entry.body.get("command") == "apply"
    return begins and entry.environment == newest.entry.environment and event.seq < newest.seq
