"""The looks of a gate, and which of them count together: those since the last change of what is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from opskit.value import Value, asdict, field


class Ground(Value):
    """What a look stands on. `system` and `timeline` change with the server or a failover; `started` and
    `counted_since` with a restart, a crash or a reset of the counters. `migrations` are those applied, each with its
    checksum; `definition` is the digest of the gate as its file has it."""

    system: str
    timeline: int
    started: str
    counted_since: str
    fingerprint: str
    migrations: Mapping[str, str]
    definition: str


class Traffic(Value):
    """Transactions this server had counted by then, by its own clock."""

    at: datetime
    transactions: int


class Reading(Value):
    """What one metric gave, or why it gave nothing: `error` when it could not be measured, `open` when there was
    nothing to measure yet. `shape` names the module of gate.shapes that `data` is read by; `of_server`: it rests on
    what a restart of the server loses; `paired`: sample i of the control belongs to sample i."""

    shape: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    control: Mapping[str, Any] | None = None
    control_error: str = ""
    paired: bool = False
    of_server: bool = False
    error: str = ""
    open: str = ""

    @property
    def absent(self) -> str:
        return self.error or self.open


class Sample(Value):
    """One look at all metrics of a gate. `event` is its number in the ledger, 0 before it has one."""

    at: datetime
    event: int
    ground: Ground
    readings: Mapping[str, Reading]
    traffic: Traffic | None = None
    control_traffic: Traffic | None = None

    def body(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        return {
            "ground": asdict(self.ground),
            "readings": {name: asdict(each) for name, each in self.readings.items()},
            "traffic": _traffic_body(self.traffic),
            "control_traffic": _traffic_body(self.control_traffic),
        }


class Window(Value):
    """`samples` count, the oldest first; `before` are those of the window before it. `began` is when the soak began,
    and `why` what made it begin anew, empty for the first one."""

    samples: Sequence[Sample]
    began: datetime
    before: Sequence[Sample] = ()
    why: str = ""


def sample_of(at: str, event: int, body: Mapping[str, Any]) -> Sample:
    return Sample(
        datetime.fromisoformat(at),
        event,
        Ground(**body["ground"]),
        {name: Reading(**each) for name, each in body["readings"].items()},
        _traffic(body.get("traffic")),
        _traffic(body.get("control_traffic")),
    )


def window(samples: Sequence[Sample], changes: Sequence[tuple[int, str]], since: datetime | None) -> Window | None:
    """`changes` are events in which opskit changed something here, each with its run; `since` is when the soak begins
    where an item of the runbook says so. None without a look that counts."""
    counting = [each for each in samples if since is None or each.at >= since]
    if not counting:
        return None
    borders = [(0, "")]
    for place in range(1, len(counting)):
        why = _changed(counting[place - 1], counting[place], changes)
        borders += [(place, why)] if why else []
    start, why = borders[-1]
    before = (
        counting[borders[-2][0] : start] if len(borders) > 1 else [each for each in samples if each not in counting]
    )
    began = since if since and not start else counting[start].at
    return Window(counting[start:], began, before, why)


def rolling(looks: Sequence[Sample], span: timedelta) -> Sequence[Sample]:
    """The newest looks that together cover `span`, at least two, for counters tell nothing in one; all when they do
    not."""
    edge = looks[-1].at - span
    old = [place for place, look in enumerate(looks[:-1]) if look.at <= edge]
    return looks[old[-1] :] if old else looks


def _changed(before: Sample, after: Sample, changes: Sequence[tuple[int, str]]) -> str:
    """Why the later look is of something else; empty when it is not."""
    old, new, at = before.ground, after.ground, f"before {after.at:%Y-%m-%d %H:%M} UTC"
    run = next((run for event, run in changes if before.event < event < (after.event or event + 1)), "")
    reasons = {
        f"run {run} changed something here": bool(run),
        f"it is another server than {at}": old.system != new.system,
        f"failed over {at}: timeline {new.timeline} follows {old.timeline}": old.timeline != new.timeline,
        f"other migrations were applied {at}": old.migrations != new.migrations,
        f"the schema was changed {at}": old.fingerprint != new.fingerprint,
        f"the gate was written otherwise {at}": old.definition != new.definition,
    }
    return next((why for why, so in reasons.items() if so), "")


def _traffic_body(traffic: Traffic | None) -> dict[str, Any] | None:
    return {"at": traffic.at.isoformat(), "transactions": traffic.transactions} if traffic else None


def _traffic(body: Mapping[str, Any] | None) -> Traffic | None:
    return Traffic(datetime.fromisoformat(body["at"]), int(body["transactions"])) if body else None
