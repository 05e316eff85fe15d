"""Settings of the canary against those of its control: `different` counts those that are others, without the `allowed`
ones, which follow the machine, and those that `[[allow]]` in opskit.toml covers."""

from __future__ import annotations

from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.errors import Inconclusive
from opskit.value import Value

GIVES = "different"
AGAINST = True
SHOWN = 5


class Asked(Value):
    allowed: tuple[str, ...] = ()


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    """Inconclusive when a setting is hidden from one of the logins: what cannot be seen may differ."""
    from opskit.app.allowing import allowing
    from opskit.app.compared_side import look
    from opskit.app.settings_parity import parity
    from opskit.gate.shapes import gauge

    if room.control is None:
        raise Inconclusive("the gate has no control to compare with")
    here, there = look(room.context).settings, look(room.control).settings
    today = room.context.now().date()
    allows = allowing(room.context.settings.allows, here.environment, there.environment, today).valid
    found = parity(here, there, allows)
    hidden = [each for each in found.unknown if _setting(each.name) not in asked.allowed]
    if hidden:
        raise Inconclusive(f"{hidden[0].name}: {hidden[0].unknown}", "", "grant pg_read_all_settings")
    apart = {_setting(each.name): each for each in found.apart if _setting(each.name) not in asked.allowed}
    told = [f"{each.name} = {each.a}, {each.b} on {there.environment}" for each in list(apart.values())[:SHOWN]]
    return Measurement(gauge.Shape({"different": len(apart)}, told))


def _setting(name: str) -> str:
    """Without whose it is: what is set for the database shows in the server's value too, and counts once."""
    return name.rpartition(": ")[2]
