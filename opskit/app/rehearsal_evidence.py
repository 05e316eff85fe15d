"""What the newest rehearsal in the ledger proves of the migrations as they are now."""

from __future__ import annotations

from datetime import datetime, timedelta

from opskit.app.item_kinds import Room
from opskit.app.proven import REHEARSAL
from opskit.core import duration
from opskit.core.item_state import Seen, Status
from opskit.core.ledger import Event
from opskit.value import Value

KIND, SUBJECT = REHEARSAL, "rehearsal"
COMMAND = "opskit rehearse"


class Limits(Value):
    within: str
    max_age: str


def judged(event: Event, limits: Limits, room: Room) -> Seen:
    """It counts for the checksums it was made with, and for what is pending only when that was in it."""
    entry, body = event.entry, event.entry.body
    on = datetime.fromisoformat(entry.at)
    evidence = (
        f"run {entry.run}",
        f"copy: {body.get('copy', '')} on {body.get('on', '')}, PostgreSQL {body.get('version', '')}",
        *(f"{each['revision']}: {each['verdict']}" for each in body.get("migrations", ())),
    )
    told = f"rollback rehearsed on {on:%Y-%m-%d}"
    if body.get("outcome") == "differs":
        return Seen(Status.FAIL, f"{told}: {body.get('reason', '')}", evidence, COMMAND)
    if not body.get("verified"):
        return Seen(Status.INCONCLUSIVE, f"{told}: {body.get('reason') or 'it did not end'}", evidence, COMMAND)
    took = timedelta(seconds=float(body["seconds"]))
    proof = f"{told}, {took.total_seconds():.1f} s, fingerprint equal"
    if took > duration.parse(limits.within):
        return Seen(Status.FAIL, f"{proof}; at most {limits.within} is asked", evidence, COMMAND)
    if room.context.now() - on > duration.parse(limits.max_age):
        return Seen(Status.INCONCLUSIVE, f"{proof}: that counts for {limits.max_age}", evidence, COMMAND)
    stale = _stale({each["revision"]: each["checksum"] for each in body["migrations"]}, room)
    if stale:
        return Seen(Status.INCONCLUSIVE, f"{told}, {stale}", evidence, COMMAND)
    return Seen(Status.PASS, proof, evidence)


def _stale(rehearsed: dict[str, str], room: Room) -> str:
    """Why the rehearsal was of other migrations than there are; empty when it was of these."""
    from opskit.app.migrating import look as observe

    with room.context.reading(room.item) as db:
        state = observe(room.context.settings.migrations, db)
    now = {each.revision: each.checksum for each in state.migrations}
    edited = [revision for revision, checksum in rehearsed.items() if now.get(revision) != checksum]
    if edited:
        return f"but since then edited or taken away: {', '.join(edited)}"
    new = [each.revision for each in state.pending if each.revision not in rehearsed]
    return f"but without {', '.join(new)}" if new else ""
