"""Whether every alert rule was seen to fire, not longer than `max_age` ago: the newest `opskit monitor prove` in the
ledger, of the rules as they are now."""

from __future__ import annotations

from datetime import datetime

from opskit.app.alert_evidence import COMMAND, KIND, SUBJECT, runbook_of
from opskit.app.item_kinds import Room
from opskit.core import duration
from opskit.core.item_state import Seen, Status
from opskit.value import Value


class Asked(Value):
    max_age: str = "30d"

    def __post_init__(self) -> None:
        duration.parse(self.max_age)


def look(asked: Asked, room: Room) -> Seen:
    """That a rule fires says nothing of whom it reaches: that is for a sign-off."""
    from opskit.app.monitor_alerts import alerts, digest_of

    event = room.history.newest(room.context.environment.name, KIND, SUBJECT)
    if event is None:
        return Seen(Status.INCONCLUSIVE, "the ledger has no proof that the alerts fire", (), COMMAND)
    body, age = event.entry.body, room.context.now() - datetime.fromisoformat(event.entry.at)
    told = [each for each in body["alerts"] if each["verdict"] != "pass"]
    evidence = (
        f"run {event.entry.run}",
        *(f"{each['name']}: {each['how']}, {each['verdict']}" for each in body["alerts"]),
    )
    if body["digest"] != digest_of(alerts(room.context.settings, runbook_of(room))):
        text = f"the rules are others than those that were tried {duration.words(age)} ago"
        return Seen(Status.INCONCLUSIVE, text, evidence, COMMAND, finding="other rules")
    if told:
        first = told[0]
        text = f"{len(told)} of {len(body['alerts'])} did not fire: {first['name']}: {first['reason']}"
        return Seen(Status(body["verdict"]), text, evidence, COMMAND)
    if age > duration.parse(asked.max_age):
        text = f"they were seen to fire {duration.words(age)} ago; that counts for {asked.max_age}"
        return Seen(Status.INCONCLUSIVE, text, evidence, COMMAND, finding="too old")
    return Seen(Status.PASS, f"{len(body['alerts'])} alerts were seen to fire {duration.words(age)} ago", evidence)
