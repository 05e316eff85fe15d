"""What an item of type `gate` sees: the newest look and decision of a gate, and whether they hold for what is here."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from opskit.app.gate_data import GateView
from opskit.app.gate_deciding import outcome, with_decision
from opskit.app.gate_place import Place, find, gate_of, outdated, sampled
from opskit.app.gate_view import recorded_view
from opskit.app.item_kinds import Room
from opskit.core import duration
from opskit.core.gate_verdict import GateVerdict
from opskit.core.item_state import Seen, Status
from opskit.core.verdict import Verdict
from opskit.migrate import source

if TYPE_CHECKING:
    from opskit.app.items.gate import Asked


def seen(asked: Asked, room: Room) -> Seen:
    place = _place(asked, room)
    context, events = place.context, place.context.ledger.events()
    where = f"gate {place.gate.name} on {context.environment.name}"
    taken = sampled(place, events)
    if not taken:
        return Seen(Status.PENDING, f"{where} was never looked at", (), _command(place, room))
    view = with_decision(place, events, recorded_view(taken[-1]))
    evidence = (f"event {taken[-1].seq}", *(f"{each.id}: {each.verdict}: {each.reason}" for each in view.metrics))
    age = room.context.now() - datetime.fromisoformat(taken[-1].entry.at)
    again = outdated(place, events) or _old(age, asked.max_age)
    status, text = _settled(view, again, _other(view, room))
    next_ = "" if status is Status.PASS else _command(place, room)
    return Seen(status, f"{where}: {text}", evidence, next_, finding=f"{where}: {view.binding} {again or text}")


def _settled(view: GateView, again: str, other: str) -> tuple[Status, str]:
    """Pending as long as another look may settle it; what only a person or another file can settle is inconclusive."""
    found = outcome(view)
    if found.verdict is Verdict.FAIL:
        return Status.FAIL, found.text
    if again:
        return Status.PENDING, again
    if other:
        return Status.INCONCLUSIVE, other
    if found.verdict is Verdict.PASS:
        return Status.PASS, found.text
    return (Status.INCONCLUSIVE if view.verdict == GateVerdict.MARGINAL else Status.PENDING), found.text


def _place(asked: Asked, room: Room) -> Place:
    """UsageFault when there is no such gate or environment."""
    context = room.context.on(asked.environment) if asked.environment else room.context
    if asked.runbook:
        return find(context, asked.runbook, asked.gate)
    return Place(context, room.runbook, gate_of(room.runbook, asked.gate))


def _command(place: Place, room: Room) -> str:
    """Without the environment where it is this one, which is added to every command."""
    here = place.context.environment.name == room.context.environment.name
    return place.without_environment("run") if here else place.command("run")


def _old(age: timedelta, limit: str) -> str:
    return (
        f"it was looked at {duration.words(age)} ago, and that counts for {limit}"
        if age > duration.parse(limit)
        else ""
    )


def _other(view: GateView, room: Room) -> str:
    """What was not judged there, or not as it is written here; empty when everything was."""
    folder = room.context.settings.migrations
    files = {each.revision: each.checksum for each in source.load(folder)} if folder else {}
    edited = sorted(each for each in files.keys() & view.migrations.keys() if files[each] != view.migrations[each])
    if edited:
        return f"other than what was judged there: {', '.join(edited)}"
    untried = sorted(files.keys() - view.migrations.keys())
    if untried:
        return f"not applied where it was judged: {', '.join(untried)}"
    unknown = sorted(view.migrations.keys() - files.keys())
    return f"judged together with {', '.join(unknown)}, of which there is no file here" if unknown else ""
