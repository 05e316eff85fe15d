"""`opskit checklist`: what is done, what is open, and the next command. Read from the file and the ledger alone, so
that it answers when the database does not."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from opskit.app import item_kinds
from opskit.app.context import Context
from opskit.catalog import runbooks
from opskit.core.answer import Answer
from opskit.core.checklist import ItemState, Signature, first_open, standing
from opskit.core.next_command import Address, next_command, quoted
from opskit.core.runbook import Metric, Priority, Runbook
from opskit.core.verdict import Verdict
from opskit.errors import UsageFault

USUAL = "migration-readiness"


@dataclass(frozen=True)
class Evidence:
    """One look at an item: when, how long ago in seconds, in which run, and as which event of the ledger."""

    at: str
    age_s: int
    run: str
    event: int
    text: str
    particulars: Sequence[str]


@dataclass(frozen=True)
class ItemView:
    """`outcome` is changed, unchanged or empty; `age_s` since it was last looked at or signed, null when it never was;
    `waiver` is always null yet; `next` is empty for what is done."""

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
    waiver: None
    needs: Sequence[str]
    ask: str
    next: str


@dataclass(frozen=True)
class Count:
    done: int
    total: int


@dataclass(frozen=True)
class MetricView:
    id: str
    title: str
    gate: str
    source: str
    rule: str
    critical: bool
    min_samples: int
    verdict: str
    value: None
    text: str


@dataclass(frozen=True)
class Checklist:
    """`counts` by priority; `window` is always null yet; `go_on` is the item to go on with, empty when all is done.
    `items` holds all of them, or the one that was asked for."""

    runbook: str
    title: str
    version: str
    protected: bool
    items: Sequence[ItemView]
    counts: Mapping[str, Count]
    window: None
    metrics: Sequence[MetricView]
    go_on: str
    next: str


@dataclass(frozen=True)
class Board:
    """A runbook and where its items stand in an environment."""

    runbook: Runbook
    states: Mapping[str, ItemState]
    address: Address

    def next(self, state: ItemState) -> str:
        return next_command(state, self.states, self.address)

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
    states = standing(runbook, context.history(), context.environment.name, context.now())
    return Board(runbook, states, _address(context, runbook.id))


def checklist(context: Context, name: str) -> Answer[Checklist]:
    """Always exit 0: it shows what is known; `checklist run` looks and judges."""
    seen = board(context, load(context, name))
    return page(context, seen, list(seen.states.values()))


def checklist_item(context: Context, name: str, item: str) -> Answer[Checklist]:
    """One item, with everything that is known of it."""
    seen = board(context, load(context, name))
    return item_page(context, seen, seen.state(item))


def page(context: Context, seen: Board, states: Sequence[ItemState], exit_code: int = 0) -> Answer[Checklist]:
    name, run = context.environment.name, context.run
    return Answer("checklist", _view(context, seen, states), exit_code, environment=name, run=run)


def item_page(context: Context, seen: Board, state: ItemState, exit_code: int = 0) -> Answer[Checklist]:
    name, run = context.environment.name, context.run
    return Answer("checklist-item", _view(context, seen, [state]), exit_code, environment=name, run=run)


def _view(context: Context, seen: Board, shown: Sequence[ItemState]) -> Checklist:
    on = first_open(seen.states.values())
    return Checklist(
        seen.runbook.id, seen.runbook.title, seen.runbook.version, context.environment.protected,
        [item_view(seen, state) for state in shown], _counts(seen.states.values()), None,
        [_metric(gate.name, metric) for gate in seen.runbook.gates for metric in gate.metrics],
        on.item.id if on else "", seen.next(on) if on else "",
    )  # fmt: skip


def item_view(seen: Board, state: ItemState) -> ItemView:
    item, proof = state.item, state.proof
    evidence = [
        Evidence(proof.at, int(proof.age.total_seconds()), proof.run, proof.event, proof.seen.text,
                 proof.seen.evidence)
    ] if proof else []  # fmt: skip
    age = int(state.age.total_seconds()) if state.age is not None else None
    return ItemView(
        item.id, item.title, item.priority, item.phase, item.kind, state.status, state.outcome, age, state.text,
        evidence, state.signed, None, item.needs, item.signoff.ask if item.signoff else "", seen.next(state),
    )  # fmt: skip


def _counts(states: Collection[ItemState]) -> dict[str, Count]:
    of = {priority: [state for state in states if state.item.priority is priority] for priority in Priority}
    return {name.value: Count(sum(state.done for state in some), len(some)) for name, some in of.items() if some}


def _metric(gate: str, metric: Metric) -> MetricView:
    """Nothing measures the criteria of a gate yet, and no data is never a pass."""
    return MetricView(
        metric.id, metric.title, gate, metric.source, str(metric.rule), metric.critical, metric.min_samples,
        Verdict.INCONCLUSIVE, None, "not measured yet",
    )  # fmt: skip


def _address(context: Context, runbook: str) -> Address:
    environment = context.environment
    named = environment.name in context.settings.environments
    options = f"-e {quoted(environment.name)}" if named else f"--dsn {quoted(environment.conninfo)}"
    return Address(
        quoted(environment.name), options, environment.conninfo,
        "" if runbook == USUAL else f"--runbook {quoted(runbook)}",
    )  # fmt: skip
