"""`opskit checklist waive`: what was observed of one item is lived with, until a day. The entry in waivers.toml is for
review; the ledger tells who stands behind it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from opskit.app.checklist import Board, board, load
from opskit.app.context import Context
from opskit.app.identity import Identity, identity
from opskit.app.said import record, sentence_of
from opskit.app.waivable import Asked, refuse_unwaivable, typed, until_of
from opskit.app.waivers_file import rewritten
from opskit.catalog import waivers
from opskit.core.answer import Answer
from opskit.core.checklist import WAIVED_BY
from opskit.core.item_record import WAIVED
from opskit.core.item_state import ItemState
from opskit.core.waiver import Standing, Waiver
from opskit.errors import Blocked
from opskit.value import Value, replace

PENDING = 10


class Waived(Value):
    """`by` is the login that says so; `entry` the lines that are new in the file, empty where it has them already;
    `lacks` how many more persons it takes. `status` and `text` are those of the item as it stands; `go_on` is the item
    to go on with and `next` its command, or what the other person types."""

    runbook: str
    id: str
    status: str
    text: str
    waiver: Waiver
    by: str
    path: Path
    entry: str
    lacks: int
    go_on: str
    next: str


class Saying(Value):
    """What one login says, of an entry that is `there` in the file already or is new."""

    waiver: Waiver
    there: Standing | None
    who: Identity
    reason: str

    @property
    def said(self) -> bool:
        return self.there is not None and self.who.login in self.there.agreed

    @property
    def entry(self) -> str:
        return "" if self.there else waivers.entry(self.waiver)

    @property
    def change(self) -> Callable[[Path], str]:
        """Made under the lock of the file: what another operator wrote meanwhile stays."""
        if self.there is None:
            return partial(waivers.with_entry, waiver=self.waiver)
        if self.who.login == self.waiver.by:
            return waivers.text_of
        return partial(waivers.with_second, key=self.waiver.key, login=self.who.login)


class Proposal(Value):
    """`empty`: this login has said so before."""

    saying: Saying
    page: Answer[Waived]

    @property
    def empty(self) -> bool:
        return self.saying.said


def propose(context: Context, name: str, item: str, asked: Asked) -> Proposal:
    """The page has exit 10 when something would be recorded.

    UsageFault: no sentence, a day that is over or too far ahead, an environment that opskit.toml does not name.
    Blocked: nothing was observed that could be waived, or one login would count for two persons. Unreachable: without
    the server nobody is authenticated."""
    seen = board(context, load(context, name))
    state = seen.state(item)
    refuse_unwaivable(context, seen, state, asked)
    expires, who, reason = until_of(asked.until, context.now()), identity(context, item), sentence_of(asked.reason)
    there = _there(state, expires, who.login)
    new = Waiver(
        seen.runbook.id, item, context.environment.name, reason, who.login, expires, state.fault,
        ticket=asked.ticket.strip(),
    )  # fmt: skip
    saying = Saying(there.waiver if there else new, there, who, reason)
    _refuse_second(state, saying)
    page = _page(context, seen, saying)
    return Proposal(saying, page if saying.said else replace(page, exit_code=PENDING))


def carry(context: Context, name: str, proposal: Proposal) -> Answer[Waived]:
    """Exit 0 with `changed: true`. UsageFault, with nothing recorded, when the file cannot be written."""
    saying, waiver = proposal.saying, proposal.saying.waiver
    with rewritten(context.settings.waivers, saying.change):
        record(
            context, WAIVED, (waiver.runbook, waiver.item), saying.who, saying.reason, waiver=waiver.key,
            finding=waiver.finding, expires=waiver.expires.isoformat(), ticket=waiver.ticket,
        )  # fmt: skip
    return replace(_page(context, board(context, load(context, name)), saying), changed=True)


def _there(state: ItemState, expires: datetime, login: str) -> Standing | None:
    """An entry for the same finding and until the same time, by this login or one that stands behind it."""
    for each in state.waivers:
        waiver = each.waiver
        same = (waiver.finding, waiver.expires) == (state.fault, expires)
        if same and (waiver.by == login or waiver.by in each.agreed):
            return each
    return None


def _refuse_second(state: ItemState, saying: Saying) -> None:
    """Where it takes several persons, one login is one person: who else may sit behind it nobody can tell."""
    persons, there = WAIVED_BY.get(state.item.priority, 1), saying.there
    if there and saying.said and len(there.agreed) < persons:
        raise Blocked(
            f"{state.item.id}: login {saying.who.login} has waived it already (nothing was recorded)",
            f"until {there.waiver.expires:%Y-%m-%d}; a {state.item.priority} item takes {persons} persons, and two with"
            " one login cannot be told apart",
            "waive it with a login of your own: PGUSER, or another service",
        )


def _page(context: Context, seen: Board, saying: Saying) -> Answer[Waived]:
    waiver = saying.waiver
    state, (go_on, _, following) = seen.states[waiver.item], seen.go_on()
    agreed = next((each.agreed for each in state.waivers if each.waiver.key == waiver.key), ())
    lacks = max(0, WAIVED_BY.get(state.item.priority, 1) - len({*agreed, saying.who.login}))
    following = typed(seen, waiver.item, waiver.expires) if lacks else following
    view = Waived(
        seen.runbook.id, waiver.item, state.status, state.text, waiver, saying.who.login, context.settings.waivers,
        saying.entry, lacks, go_on, following,
    )  # fmt: skip
    return Answer("checklist-waive", view, environment=context.environment.name, run=context.run)
