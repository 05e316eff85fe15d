"""One item brought about: guard, check, do, verify, each on record."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from opskit.app import deed_kinds, item_kinds
from opskit.app.checklist_look import CHANGED, UNCHANGED, record, schema_of, see
from opskit.app.consent import Consent
from opskit.app.context import Context, new_run
from opskit.app.deed_kinds import Prepared
from opskit.app.deed_page import deed_page
from opskit.app.item_kinds import Room
from opskit.app.permitted import refuse_unapproved, refuse_unpermitted
from opskit.core.item_record import DONE, FAILED, FINISHED, NOT_BEGUN, SETTLED, STARTED, subject
from opskit.core.item_state import Attempt, ItemState, Seen, Status
from opskit.core.runbook import Deed, Item, Runbook
from opskit.errors import Blocked, Failed, Inconclusive, Locked, NobodyAsked, OpskitError, Stale
from opskit.pg.operator_lock import operating, refuse_second
from opskit.value import Value, replace

REFUSED, UNKNOWN = "item.refused", "item.unknown"
LOOK_AGAIN_S = 1.0


class Doing(Value):
    """One item of a runbook, to be brought about in a run of its own."""

    context: Context
    runbook: Runbook
    state: ItemState
    consent: Consent
    run: str

    @property
    def item(self) -> Item:
        return self.state.item

    def room(self) -> Room:
        """For looks: under the checklist's run."""
        return Room(self.context, self.context.history(), self.item.id, self.runbook)

    def deed_room(self) -> Room:
        return replace(self.room(), context=replace(self.context, run=self.run))

    def record(self, kind: str, **body: object) -> None:
        where = {"subject": subject(self.runbook.id, self.item.id), "runbook": self.runbook.id, "item": self.item.id}
        self.context.record(kind, **where, **body)

    def seen(self, seen: Seen, outcome: str) -> None:
        record(self.room(), seen, schema_of(self.context), outcome)


def bring_about(context: Context, runbook: Runbook, state: ItemState, consent: Consent) -> bool:
    """Whether anything was changed; where the check cannot tell, nothing is, but what gives evidence is done. An
    OpskitError when it is not as it should be at the end: Blocked by a guard, a window or a missing approval,
    NobodyAsked, Failed when it was done and did not help, what the deed itself raised."""
    doing = Doing(context, runbook, state, consent, new_run())
    attempt = state.attempt if state.status is Status.UNKNOWN else None
    if attempt:
        with context.reading("operator") as db:  # whoever began it may be at it still
            refuse_second(context.environment, db)
        doing.record(UNKNOWN, deed_run=attempt.run)
    found = see(doing.item, doing.room())
    if found.status is Status.PASS and not (attempt and _half_done(doing)):
        doing.seen(found, CHANGED if attempt else UNCHANGED)
        if attempt:
            _settled(doing, attempt)
        return False
    doing.seen(found, UNCHANGED)
    blind = found.status is Status.INCONCLUSIVE and not (doing.item.do and deed_kinds.is_harmless(doing.item.do))
    return not blind and _do(doing, found, attempt)


def _half_done(doing: Doing) -> bool:
    """A check may hold before the last statement has run; the database knows whether it has."""
    deed = doing.item.do
    return deed is not None and deed_kinds.prepare(deed, doing.deed_room()).begun


def _settled(doing: Doing, attempt: Attempt) -> None:
    """It was begun, nobody saw it end, and it is as it should be."""
    doing.context.tell(f"{doing.item.id}: begun in run {attempt.run} and not seen to end; it is done")
    doing.record(FINISHED, outcome=SETTLED, deed_run=attempt.run, changed=True, reason="found done by its check")


def _do(doing: Doing, found: Seen, attempt: Attempt | None) -> bool:
    item, deed = doing.item, doing.item.do
    assert deed is not None  # noqa: S101 - only actions are brought about
    _guarded(doing)
    prepared = deed_kinds.prepare(deed, doing.deed_room())
    if prepared.empty:
        why = f"{deed.words} has nothing to do"
        raise Failed(f"{item.id}: {found.text} (nothing was changed)", why, found.next)
    if attempt and not prepared.again:
        _ask_again(doing, attempt)
    if prepared.by_hand:
        refuse_unapproved(doing.context, doing.runbook, doing.state, prepared)
        return _by_hand(doing, deed, prepared.digest)
    if not deed_kinds.is_harmless(deed):
        prepared.ready()
        refuse_unpermitted(doing.context, doing.runbook, doing.state, prepared)
    if not doing.consent.given(deed_page(doing.context, item, prepared)):
        raise NobodyAsked(f"{item.id} is pending: nobody could say yes (nothing was changed)", deed.words)
    return _carried(doing, deed, prepared)


def _guarded(doing: Doing) -> None:
    """Looked at right before it is done: what held an hour ago may not hold now."""
    room = doing.room()
    seen = [item_kinds.look(guard, room) for guard in doing.item.guard]
    broken = [
        f"{guard.type}: {each.text}"
        for guard, each in zip(doing.item.guard, seen, strict=True)
        if each.status is not Status.PASS
    ]
    if broken:
        doing.record(REFUSED, reason="; ".join(broken))
        hint = next((each.next for each in seen if each.next and each.status is not Status.PASS), "")
        raise Blocked(f"{doing.item.id} was not started (nothing was changed)", "\n  ".join(broken), hint)


def _ask_again(doing: Doing, attempt: Attempt) -> None:
    """It may have been done, and nobody but a person can tell whether doing it twice does harm."""
    question = f"{doing.item.id} was begun in run {attempt.run} and not seen to end: {attempt.words}. Begin it again?"
    if not doing.consent.person_says(question):
        raise Inconclusive(
            f"{doing.item.id} is in an unknown state (nothing was changed)",
            f"begun in run {attempt.run}, not seen to end, and its check does not hold",
            f'opskit checklist reset {doing.item.id} --reason "SENTENCE"',
        )


def _by_hand(doing: Doing, deed: Deed, digest: str) -> bool:
    if not doing.consent.person_says(f"{doing.item.id}: {deed.words}\nIs it done?"):
        raise Blocked(f"{doing.item.id} waits for a person (nothing was changed)", deed.words)
    doing.record(STARTED, words=deed.words, deed_run=doing.run, digest=digest)
    return _verified(doing, True)


def _carried(doing: Doing, deed: Deed, prepared: Prepared) -> bool:
    with _alone(doing, prepared) as still_open:
        if not still_open:
            return False
        doing.context.tell(f"{doing.item.id}: {deed.words}")
        doing.record(STARTED, words=deed.words, deed_run=doing.run, digest=prepared.digest)
        try:
            changed = prepared.carry()
        except OpskitError as error:
            reason = "; ".join(filter(None, [error.what, error.why]))
            begun = error.changed or not isinstance(error, (Blocked, Locked, Stale))
            outcome = FAILED if begun else NOT_BEGUN
            doing.record(FINISHED, outcome=outcome, deed_run=doing.run, changed=error.changed, reason=reason)
            raise
        return _verified(doing, changed)


@contextmanager
def _alone(doing: Doing, prepared: Prepared) -> Iterator[bool]:
    """What is no plan of the engine has no lock of its own: the operator's is held meanwhile, and the item looked at
    once more, for somebody may have done it since. False when somebody has."""
    if prepared.plan is not None or (doing.item.do and deed_kinds.is_harmless(doing.item.do)):
        yield True
        return
    context = doing.context
    application = f"opskit/{doing.run}/operator"
    with operating(context.environment, application, tell=context.tell):
        found = see(doing.item, doing.room())
        if found.status is Status.PASS:
            doing.seen(found, UNCHANGED)
        yield found.status is not Status.PASS


def _verified(doing: Doing, changed: bool) -> bool:
    seen = _after(doing)
    doing.seen(seen, CHANGED)
    done = seen.status is Status.PASS
    outcome, reason = (DONE, "") if done else (FAILED, f"done, and then: {seen.text}")
    doing.record(FINISHED, outcome=outcome, deed_run=doing.run, changed=changed, reason=reason)
    if not done:
        error = Failed(f"{doing.item.id} was done, and is not as it should be", seen.text, seen.next)
        error.changed = changed
        raise error
    return changed


def _after(doing: Doing) -> Seen:
    """What `verify` and then the item's own check see, looked at until they hold or `within` is over."""
    item = doing.item
    checks = [*([item.verify.check] if item.verify else []), *([item.check] if item.check else [])]
    end = time.monotonic() + (item.verify.within.total_seconds() if item.verify else 0.0)
    while True:
        seen = _first_broken([item_kinds.look(check, doing.room()) for check in checks])
        if seen.status is Status.PASS or time.monotonic() >= end:
            return seen
        time.sleep(LOOK_AGAIN_S)


def _first_broken(seen: Sequence[Seen]) -> Seen:
    """The last one when all hold: that of the item's check."""
    return next((each for each in seen if each.status is not Status.PASS), seen[-1])
