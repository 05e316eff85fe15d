"""How many persons have signed this metric since something was changed here last: `signed`, told apart by their
database login. `opskit gate sign` takes the sentence."""

from __future__ import annotations

from datetime import datetime

from opskit.app.metric_kinds import Measurement, MetricRoom
from opskit.core.gate_record import SIGNED
from opskit.core.item_record import who
from opskit.errors import Inconclusive
from opskit.value import Value

GIVES = "signed"


class Asked(Value):
    """What they are asked."""

    ask: str = ""


def measure(asked: Asked, room: MetricRoom) -> Measurement:
    """Nobody yet is no failure: a person was not asked, or has not answered."""
    from opskit.gate.shapes import gauge

    events = room.history.every(room.context.environment.name, SIGNED, room.subject)
    signed = [each for each in events if not room.since or datetime.fromisoformat(each.entry.at) > room.since]
    logins = list(dict.fromkeys(map(who, signed)))
    if not logins:
        raise Inconclusive("nobody has signed it yet", asked.ask, "opskit gate sign")
    return Measurement(
        gauge.Shape({"signed": len(logins)}, [f"{who(each)}: {each.entry.body['reason']}" for each in signed])
    )
