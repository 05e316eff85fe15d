"""Settings of the canary against those of its control: `different` counts those that are others, without the `allowed`
ones, which follow the machine."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.app.compared_side import look
from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.errors import Inconclusive
from opskit.gate.shapes import gauge

GIVES = "different"
AGAINST = True
SHOWN = 5


@dataclass(frozen=True)
class Asked:
    allowed: tuple[str, ...] = ()


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    """Inconclusive when a setting is hidden from one of the logins: what cannot be seen may differ."""
    if room.control is None:
        raise Inconclusive("the gate has no control to compare with")
    here, there = look(room.context).settings, look(room.control).settings
    names = sorted((here.keys() | there.keys()) - set(asked.allowed))
    hidden = [name for name in names if name not in here or name not in there]
    if hidden:
        raise Inconclusive(f"hidden from the login on one side: {', '.join(hidden)}", "", "grant pg_read_all_settings")
    apart = [name for name in names if here[name] != there[name]]
    told = [f"{name} = {here[name]}, {there[name]} on {room.control.environment.name}" for name in apart[:SHOWN]]
    return Measurement(gauge.Shape({"different": len(apart)}, told))
