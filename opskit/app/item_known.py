"""All that is known of one item or pause point beside where it stands: what its file asks, and what the ledger has."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.core import duration
from opskit.core.item_record import subject
from opskit.core.item_state import ItemState, Said
from opskit.core.item_told import Told, told
from opskit.core.ledger import Event
from opskit.core.runbook import Check, Item
from opskit.core.waiver import Standing
from opskit.value import Value, usual


class ItemKnown(Value):
    """`guard`, `check` and `verify` in the words of the file; `approved_by` how many others must approve, and for how
    long that is good; `waivers` all there are, with effect or without. `history` has every event, oldest first, also
    those that a reset has made to count no more."""

    guard: Sequence[str]
    check: str
    verify: str
    budget: str
    approved_by: str
    waivers: Sequence[Standing]
    skipped: Said | None
    reset: Said | None
    history: Sequence[Told]


def known(events: Sequence[Event], environment: str, runbook: str, state: ItemState) -> ItemKnown:
    item = state.item
    verify = f"{check_words(item.verify.check)} within {duration.words(item.verify.within)}" if item.verify else ""
    return ItemKnown(
        [check_words(each) for each in item.guard], check_words(item.check) if item.check else "", verify,
        duration.words(item.budget) if item.budget else "", _approvals(item), state.waivers, state.skipped, state.reset,
        told(events, environment, subject(runbook, item.id)),
    )  # fmt: skip


def check_words(check: Check) -> str:
    """Its type, and the keys that are not as they usually are."""
    asked = check.asked
    given = [(name, getattr(asked, name), default) for name, default in usual(type(asked)).items()]
    keys = [f"{name} = {_value(value)}" for name, value, usual in given if value != usual]
    return f"{check.type} {', '.join(keys)}".strip()


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _approvals(item: Item) -> str:
    wanted = item.approvals
    if not wanted:
        return ""
    others = "1 other login" if wanted.count == 1 else f"{wanted.count} other logins"
    return f"{others}, for {duration.words(wanted.ttl)}"
