"""`opskit checklist sign`: one item, answered by a person, with a sentence. There is no way to sign several at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from opskit.app.checklist import Board, ItemView, board, item_view, load
from opskit.app.context import Context
from opskit.core.answer import Answer
from opskit.core.checklist import ItemState, first_open
from opskit.core.runbook import EvidenceType, Item
from opskit.errors import Blocked, UsageFault

KIND = "item.signed"
SHORTEST_REASON = 10


@dataclass(frozen=True)
class Signed:
    """`by` is the database login that signed now; `go_on` the item to go on with and `next` its command."""

    runbook: str
    item: ItemView
    by: str
    go_on: str
    next: str


def checklist_sign(context: Context, name: str, item: str, reason: str, evidence: Sequence[str]) -> Answer[Signed]:
    """Exit 0; `changed` is false when the same person has said the same before.

    UsageFault: the item is measured, the reason is no sentence, or the evidence it asks for is missing.
    Blocked: what the item needs is open. Unreachable: without the server nobody is authenticated."""
    runbook = load(context, name)
    before = board(context, runbook)
    state = before.state(item)
    sentence, given = " ".join(reason.split()), tuple(each.strip() for each in evidence)
    _refuse(before, state, sentence, given)
    with context.reading(item) as db:
        login = db.server.login
    said = any((each.by, each.reason, each.evidence) == (login, sentence, given) for each in state.signed)
    if not said:
        _record(context, runbook.id, item, login=login, reason=sentence, evidence=given)
    after = board(context, runbook)
    on = first_open(after.states.values())
    signed = Signed(
        runbook.id, item_view(after, after.states[item]), login,
        on.item.id if on else "", after.next(on) if on else "",
    )  # fmt: skip
    return Answer("checklist-sign", signed, 0, not said, context.environment.name, context.run)


def _record(context: Context, runbook: str, item: str, *, login: str, reason: str, evidence: Sequence[str]) -> None:
    os_user, _, host = context.operator.rpartition("@")
    context.record(
        KIND, runbook=runbook, item=item, reason=reason, evidence=list(evidence),
        database_user=login, os_user=os_user, host=host,
    )  # fmt: skip


def _refuse(seen: Board, state: ItemState, sentence: str, evidence: Sequence[str]) -> None:
    item, address = state.item, seen.address
    if item.signoff is None:
        raise UsageFault(
            f"{item.id} is measured, not signed (nothing was recorded)", "", address.checklist("run", item.id)
        )
    again = seen.next(state) or address.checklist("sign", item.id) + ' --reason "SENTENCE"'
    if len(sentence) < SHORTEST_REASON or " " not in sentence:
        raise UsageFault(
            f"{item.id}: the reason is no sentence (nothing was recorded)",
            item.signoff.ask or "say what was done, and how you know",
            again,
        )
    if state.waits_for:
        raise Blocked(f"{item.id} cannot be signed yet (nothing was recorded)", state.text, again)
    missing = _missing(item, evidence)
    if missing:
        raise UsageFault(f"{item.id}: {missing} (nothing was recorded)", item.signoff.ask, again)


def _missing(item: Item, evidence: Sequence[str]) -> str:
    """What is wrong with the evidence, given in the order it is asked for; empty when nothing is."""
    for place, asked in enumerate(item.evidence):
        given = evidence[place] if place < len(evidence) else ""
        if asked.required and not given:
            return f"the evidence {asked.name!r} is missing, a {asked.type}"
        if given and asked.type is EvidenceType.URL and not _url(given):
            return f"the evidence {asked.name!r} is no URL"
    if any(not each for each in evidence):
        return "a piece of evidence is empty"
    return "an URL holds a password" if any(_password(each) for each in evidence) else ""


def _url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _password(text: str) -> bool:
    try:
        return bool(urlsplit(text).password)
    except ValueError:
        return False
