"""Reports in the ledger: each is kept whole, so that it can be drawn again and held against a later one."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.reporting.data import ReadinessReport
from opskit.catalog.document import unpacked
from opskit.core.ledger import Event
from opskit.errors import UsageFault
from opskit.value import Value

EVENT = "report.written"


class Kept(Value):
    """`event` is its number in the ledger; `document` empty in an older ledger, which kept the verdict alone."""

    run: str
    at: str
    environment: str
    runbook: str
    verdict: str
    score: float
    upper: float
    event: int
    document: str

    @property
    def report(self) -> ReadinessReport:
        """Failed where it cannot be read any more."""
        return unpacked(self.document, ReadinessReport)


def kept(events: Sequence[Event], environment: str = "") -> list[Kept]:
    """Of one environment, or of all without one; oldest first."""
    return [
        _kept(event) for event in events if event.entry.kind == EVENT and environment in ("", event.entry.environment)
    ]


def _kept(event: Event) -> Kept:
    entry, body = event.entry, event.entry.body
    return Kept(
        entry.run, entry.at, entry.environment, str(body.get("runbook", "")), str(body["verdict"]),
        float(body["score"]), float(body.get("upper", body["score"])), event.seq, str(body.get("document", "")),
    )  # fmt: skip


def named(reports: Sequence[Kept], run: str) -> Kept:
    """The one of this run, or the newest without one. UsageFault where there is none, or where it was not kept."""
    found = next((each for each in reversed(reports) if run in ("", each.run)), None)
    if found is None:
        known = ", ".join(each.run for each in reports[-3:]) or "the ledger has none"
        raise UsageFault(f"there is no report {run}".rstrip(), f"the newest are: {known}", "opskit report list")
    if not found.document:
        raise UsageFault(
            f"report {found.run} was made by an older opskit", "its verdict alone was kept", "opskit report"
        )
    return found
