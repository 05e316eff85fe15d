"""What happens during a run, as lines of JSON. `event` names the kind; the document that ends a stream has `schema`."""

from __future__ import annotations

from datetime import UTC, datetime

from opskit.core.activity import Activity, Build, Running
from opskit.core.ledger import Event
from opskit.render import as_json
from opskit.value import asdict


def event_line(event: Event) -> str:
    """The fields of `opskit ledger export`."""
    entry = event.entry
    return as_json.line(
        {
            "event": entry.kind, "seq": event.seq, "at": entry.at, "run": entry.run, "environment": entry.environment,
            "operator": entry.operator, "body": entry.body, "prev": event.prev, "hash": event.hash,
        }
    )  # fmt: skip


def activity_line(activity: Activity, run: str) -> str:
    """build.progress or statement.progress. `fraction` and `eta_s` are of the phase, null where it counts nothing."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    match activity:
        case Build():
            kind, told = "build.progress", _build(activity)
        case Running(sql=sql):
            kind, told = "statement.progress", {"sql": sql}
    return as_json.line(
        {
            "event": kind, "at": at, "run": run, "pid": activity.pid, "elapsed_s": round(activity.elapsed_s, 3),
            **told, "waits_for": [asdict(holder) for holder in activity.waits_for],
        }
    )  # fmt: skip


def _build(build: Build) -> dict[str, object]:
    return {
        "index": build.index, "phase": build.phase, "unit": build.unit, "done": build.done, "total": build.total,
        "fraction": build.fraction, "eta_s": build.eta_s,
    }  # fmt: skip
