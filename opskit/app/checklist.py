"""A checklist as it stands: what is done, what is open, and the next command. Read from the file and the ledger alone;
what the server tells besides is in app.checklist_screen."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence

from opskit.app import happened, item_kinds
from opskit.app.addressed import options
from opskit.app.at_work import AtWork, Presence, RelationLock
from opskit.app.checklist_metric import MetricView, metric_views
from opskit.app.checklist_window import WindowView, window
from opskit.app.context import Context
from opskit.app.happened import Happened
from opskit.app.item_known import ItemKnown, known
from opskit.app.waiver_view import WaiverView, waiver_views
from opskit.catalog import runbooks
from opskit.catalog import waivers as written
from opskit.core.answer import Answer
from opskit.core.checklist import Pause, View, first_open, pauses, standing
from opskit.core.history import History
from opskit.core.item_state import Approval, Attempt, ItemState, Signature, Status
from opskit.core.next_command import Address, next_command, quoted
from opskit.core.runbook import Item, NoUndo, Priority, Runbook
from opskit.core.waiver import Waiver
from opskit.errors import UsageFault
from opskit.value import Value, replace

USUAL = "migration-readiness"


class Evidence(Value):
    """One look at an item: when, how long ago in seconds, in which run, and as which event of the ledger."""

    at: str
    age_s: int
    run: str
    event: int
    text: str
    particulars: Sequence[str]


class ItemView(Value):
    """`outcome` is changed (by the item's own deed), unchanged or empty; `age_s` since it was last looked at or signed,
    null when it never was; `finding` is what a waiver would name; `next` is empty for what is done; `known` is there
    where it is the only item that is shown."""

    id: str
    title: str
    priority: str
    phase: str
    kind: str
    status: str
    outcome: str
    age_s: int | None
    text: str
    evidence: Sequence[Evidence]
    signed: Sequence[Signature]
    waiver: Waiver | None
    needs: Sequence[str]
    ask: str
    next: str
    do: str = ""
    undo: str = ""
    approvals: Sequence[Approval] = ()
    attempt: Attempt | None = None
    finding: str = ""
    known: ItemKnown | None = None


class Count(Value):
    """`total` without the items that are not for this environment; waived and skipped ones are among those done."""

    done: int
    total: int
    waived: int = 0
    skipped: int = 0


class PauseView(Value):
    """`open` while nobody has agreed to go on, or while one of `waits_for` is open; `next` is then the command."""

    phase: str
    text: str
    open: bool
    waits_for: Sequence[str]
    agreed: Sequence[Signature]
    next: str


class PhaseView(Value):
    """`needs_window`: what it does has to fit into one, and a protected environment has to declare some."""

    id: str
    title: str
    needs_window: bool = False


class Checklist(Value):
    """`counts` by priority. `go_on` is the item to go on with, or the phase whose pause point has to be agreed to, and
    `phase` the one it is in, empty when all is done; `stopped` why a run ended before that. `items` holds all of them,
    or the one that was asked for; `phases` those that take place here. `operator` is who looks, as login@host.
    `at_work` is null and `locks` is empty where nobody is at work, or where `unseen` says why that is not known.
    `locks_next` shows who is in the way of a lock, where one is waited for. `events` are the last things that happened,
    the newest first; `waivers` those of the items shown."""

    runbook: str
    title: str
    version: str
    protected: bool
    items: Sequence[ItemView]
    counts: Mapping[str, Count]
    window: WindowView | None
    metrics: Sequence[MetricView]
    go_on: str
    next: str
    pauses: Sequence[PauseView] = ()
    stopped: str = ""
    operator: str = ""
    phase: str = ""
    phases: Sequence[PhaseView] = ()
    at_work: AtWork | None = None
    locks: Sequence[RelationLock] = ()
    locks_next: str = ""
    unseen: str = ""
    events: Sequence[Happened] = ()
    waivers: Sequence[WaiverView] = ()


class Ended(Value):
    """How a run came to its end: its exit code, whether it changed anything, and what stopped it."""

    code: int = 0
    changed: bool = False
    stopped: str = ""


ONLY_SEEN = Ended()
NOT_LOOKED = Presence(unseen="the server was not asked")


class Board(Value):
    """A runbook and where its items stand in an environment, folded from `history`; `pauses` by the phase they are
    before."""

    runbook: Runbook
    history: History
    states: Mapping[str, ItemState]
    pauses: Mapping[str, Pause]
    address: Address

    def next(self, state: ItemState) -> str:
        return next_command(state, self.states, self.address)

    def go_on(self) -> tuple[str, str, str]:
        """The item to go on with, or the phase whose pause point only waits to be agreed to; the phase it is in; the
        command. Empty when all is done. Nothing behind an open pause point can be done yet."""
        on = first_open(self.states.values())
        pause = self.pauses.get(on.item.phase) if on else None
        if pause and pause.open and not pause.waits_for:
            return pause.phase.id, pause.phase.id, self.agree(pause)
        on = self.states[pause.waits_for[0]] if pause and pause.waits_for else on
        return (on.item.id, on.item.phase, self.next(on)) if on else ("", "", "")

    def agree(self, pause: Pause) -> str:
        return self.address.checklist("sign", pause.phase.id) + ' --reason "SENTENCE"'

    def state(self, item: str) -> ItemState:
        """UsageFault when the runbook has no such item."""
        if item in self.states:
            return self.states[item]
        close = difflib.get_close_matches(item, self.states, 1)
        known = f"did you mean {close[0]!r}?" if close else f"known: {', '.join(self.states)}"
        raise UsageFault(f"{self.runbook.id} has no item {item!r}", known, "opskit checklist")


def load(context: Context, name: str) -> Runbook:
    """The runbook of that name, or the usual one."""
    return runbooks.load(runbooks.find(context.settings.runbooks, name or USUAL), item_kinds.shapes())


def board(context: Context, runbook: Runbook) -> Board:
    return board_of(context, runbook, context.history())


def board_of(context: Context, runbook: Runbook, history: History, at_work: frozenset[str] = frozenset()) -> Board:
    """`at_work` are the runs that the server is seen to be busy with."""
    view = View(runbook, history, context.environment.name, context.now(), waivers(context), at_work)
    states = standing(view)
    return Board(runbook, history, states, pauses(view, states), address_of(context, runbook.id))


def waivers(context: Context) -> Sequence[Waiver]:
    """Those of waivers.toml, with effect or without."""
    return written.load(context.settings.waivers)


def checklist(context: Context, name: str) -> Answer[Checklist]:
    """Always exit 0: it shows what is known; `checklist run` looks and judges."""
    seen = board(context, load(context, name))
    return page(context, seen, list(seen.states.values()))


def checklist_item(context: Context, name: str, item: str) -> Answer[Checklist]:
    """One item, with everything that is known of it."""
    seen = board(context, load(context, name))
    return item_page(context, seen, seen.state(item))


def page(
    context: Context,
    seen: Board,
    states: Sequence[ItemState],
    ended: Ended = ONLY_SEEN,
    presence: Presence = NOT_LOOKED,
) -> Answer[Checklist]:
    view = _view(context, seen, states, ended.stopped, presence)
    return Answer("checklist", view, ended.code, ended.changed, context.environment.name, context.run)


def item_page(context: Context, seen: Board, state: ItemState, ended: Ended = ONLY_SEEN) -> Answer[Checklist]:
    view = _view(context, seen, [state], ended.stopped, NOT_LOOKED)
    more = known(context.ledger.events(), context.environment.name, seen.runbook.id, state)
    view = replace(view, items=[replace(item, known=more) for item in view.items])
    return Answer("checklist-item", view, ended.code, ended.changed, context.environment.name, context.run)


def _view(context: Context, seen: Board, shown: Sequence[ItemState], stopped: str, presence: Presence) -> Checklist:
    go_on, phase, following = seen.go_on()
    here = {state.item.phase for state in seen.states.values() if state.status is not Status.NOT_APPLICABLE}
    return Checklist(
        seen.runbook.id, seen.runbook.title, seen.runbook.version, context.environment.protected,
        [item_view(seen, state) for state in shown], counts(seen.states.values()), window(context),
        metric_views(context, seen.runbook, seen.history),
        go_on, following,
        [pause_view(seen, pause) for pause in seen.pauses.values()], stopped,
        operator=context.operator, phase=phase,
        phases=[PhaseView(each.id, each.title, each.needs_window) for each in seen.runbook.phases if each.id in here],
        at_work=presence.at_work, locks=presence.locks,
        locks_next=seen.address.command("opskit locks") if any(lock.waiting for lock in presence.locks) else "",
        unseen=presence.unseen, events=happened.last(context),
        waivers=waiver_views(shown, context.now()),
    )  # fmt: skip


def pause_view(seen: Board, pause: Pause) -> PauseView:
    first = seen.states[pause.waits_for[0]] if pause.waits_for else None
    wanted = "" if not pause.open else seen.next(first) if first else seen.agree(pause)
    return PauseView(pause.phase.id, pause.phase.pause, pause.open, pause.waits_for, pause.agreed, wanted)


def item_view(seen: Board, state: ItemState) -> ItemView:
    item, proof = state.item, state.proof
    evidence = [
        Evidence(proof.at, int(proof.age.total_seconds()), proof.run, proof.event, proof.seen.text,
                 proof.seen.evidence)
    ] if proof else []  # fmt: skip
    age = int(state.age.total_seconds()) if state.age is not None else None
    return ItemView(
        item.id, item.title, item.priority, item.phase, item.kind, state.status, state.outcome, age, state.text,
        evidence, state.signed, state.waiver, item.needs, item.signoff.ask if item.signoff else "", seen.next(state),
        item.do.words if item.do else "", way_back(item), state.approvals, state.attempt, state.fault,
    )  # fmt: skip


def way_back(item: Item) -> str:
    if item.undo is None:
        return ""
    return f"none: {item.undo.reason}" if isinstance(item.undo, NoUndo) else item.undo.words


def counts(states: Collection[ItemState]) -> dict[str, Count]:
    here = [state for state in states if state.status is not Status.NOT_APPLICABLE]
    of = {priority: [state for state in here if state.item.priority is priority] for priority in Priority}
    return {name.value: _count(some) for name, some in of.items() if some}


def _count(states: Sequence[ItemState]) -> Count:
    statuses = [state.status for state in states]
    done = sum(state.done for state in states)
    return Count(done, len(states), statuses.count(Status.WAIVED), statuses.count(Status.SKIPPED))


def address_of(context: Context, runbook: str) -> Address:
    environment = context.environment
    return Address(
        quoted(environment.name), options(context), environment.conninfo,
        "" if runbook == USUAL else f"--runbook {quoted(runbook)}",
    )  # fmt: skip
