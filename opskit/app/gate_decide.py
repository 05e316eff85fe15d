"""`opskit gate decide` and `sign`: what persons say of a gate, each with a sentence and by the login of the server."""

from __future__ import annotations

from opskit.app.context import Context
from opskit.app.gate import record_decision, standing
from opskit.app.gate_data import GateView
from opskit.app.gate_deciding import GO, NO_GO, agreed, persons, with_decision
from opskit.app.gate_place import Place, find, outdated, sampled
from opskit.app.gate_view import recorded_view
from opskit.app.identity import identity
from opskit.app.said import is_sentence, sentence_of
from opskit.core.answer import Answer
from opskit.core.gate_record import AGREED, SIGNED, subject
from opskit.core.gate_verdict import GateVerdict
from opskit.errors import Blocked, UsageFault

BLOCKED = 4


def gate_go(context: Context, runbook: str, name: str, reason: str) -> Answer[GateView]:
    """Exit 0 once as many persons have said go as it takes, 4 while one is missing. Blocked where nobody may: a
    critical metric that does not pass, a look that is of something else, the same login again."""
    place, view, sentence = _asked(context, runbook, name, reason, GO)
    _refuse_go(place, view)
    said, who = agreed(place, context.ledger.events(), view), identity(context, name or place.gate.name)
    if view.decision and view.decision.holds and view.decision.decision == GO and view.decision.by:
        return _answer(place, view, 0, changed=False)
    _refuse_again(place, view, who.login, said)
    context.record(
        AGREED, subject=place.subject, runbook=place.runbook.id, gate=place.gate.name, binding=view.binding,
        reason=sentence, database_user=who.database_user, os_user=who.os_user, host=who.host,
    )  # fmt: skip
    by = [*said, who.login]
    if len(by) >= persons(view):
        record_decision(place, view, GO, by, sentence)
    enough = len(by) >= persons(view)
    return _answer(place, view, 0 if enough else BLOCKED, changed=enough)


def gate_no_go(context: Context, runbook: str, name: str, reason: str) -> Answer[GateView]:
    """One person is enough to stop. Exit 0; the same again changes nothing."""
    place, view, sentence = _asked(context, runbook, name, reason, NO_GO)
    login = identity(context, place.gate.name).login
    before = view.decision
    said = bool(before and before.holds and before.decision == NO_GO and list(before.by) == [login])
    if not said:
        record_decision(place, view, NO_GO, [login], sentence)
    return _answer(place, view, 0, changed=not said)


def gate_sign(context: Context, runbook: str, name: str, metric: str, reason: str) -> Answer[GateView]:
    """A metric that only a person can answer; the next look counts it. Exit 0."""
    place, sentence = find(context, runbook, name), sentence_of(reason)
    asked = [each for each in place.gate.metrics if each.source == "person"]
    about = subject(place.runbook.id, place.gate.name, metric)
    if metric not in [each.id for each in asked]:
        known = f"a person answers {', '.join(each.id for each in asked) or 'none of its metrics'}"
        raise UsageFault(f"{metric} is not signed (nothing was recorded)", known, place.command("status"))
    again = place.command("sign", f'{metric} --reason "SENTENCE"')
    if not is_sentence(sentence):
        raise UsageFault(f"{metric}: the reason is no sentence (nothing was recorded)", "say how you know", again)
    who = identity(context, metric)
    context.record(
        SIGNED, subject=about, runbook=place.runbook.id, gate=place.gate.name, metric=metric, reason=sentence,
        evidence=[], database_user=who.database_user, os_user=who.os_user, host=who.host,
    )  # fmt: skip
    return _answer(place, _newest(place), 0, changed=True)


def _asked(context: Context, runbook: str, name: str, reason: str, word: str) -> tuple[Place, GateView, str]:
    """What is decided on: the newest look, as it was judged then."""
    place, sentence = find(context, runbook, name), sentence_of(reason)
    again = place.command("decide", f'--{word} --reason "SENTENCE"')
    if not is_sentence(sentence):
        raise UsageFault("the reason is no sentence (nothing was recorded)", "say why it may go on, or not", again)
    view = _newest(place)
    if not view.looks:
        raise Blocked(
            f"gate {place.gate.name} was never looked at (nothing was recorded)", "there is nothing to decide on",
            place.command("run"),
        )  # fmt: skip
    return place, view, sentence


def _newest(place: Place) -> GateView:
    events = place.context.ledger.events()
    taken = sampled(place, events)
    return with_decision(place, events, recorded_view(taken[-1])) if taken else standing(place, events)


def _refuse_go(place: Place, view: GateView) -> None:
    critical = [each for each in view.metrics if each.critical and each.verdict != "pass"]
    stale = outdated(place, place.context.ledger.events())
    if not critical and not stale:
        return
    why = stale or f"critical: {critical[0].id} {critical[0].verdict}: {critical[0].reason}"
    failed = view.verdict == GateVerdict.FAIL
    raise Blocked(
        f"gate {place.gate.name} cannot be a go (nothing was recorded)", why,
        place.command("decide", '--no-go --reason "SENTENCE"') if failed and not stale else place.command("run"),
    )  # fmt: skip


def _refuse_again(place: Place, view: GateView, login: str, said: list[str]) -> None:
    if login in said:
        raise Blocked(
            f"login {login} has said go already (nothing was recorded)",
            f"{view.verdict}: it takes {persons(view)} persons, and two with one login cannot be told apart",
            "decide with a login of your own: PGUSER, or another service",
        )


def _answer(place: Place, view: GateView, code: int, changed: bool) -> Answer[GateView]:
    now = with_decision(place, place.context.ledger.events(), view)
    return Answer("gate", now, code, changed, place.context.environment.name, place.context.run)
