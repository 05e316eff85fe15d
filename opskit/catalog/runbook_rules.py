"""What no single key of a runbook can show: control counts, ids, needs, and what each kind of item must have."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from opskit.catalog.runbook_file import Head
from opskit.catalog.toml_lines import Blocks
from opskit.core.runbook import Item, Kind, Metric, Priority
from opskit.errors import Fault

Items = Mapping[int, Item]
_OF_ACTIONS = ("guard", "verify", "approvals", "budget")


def of_head(path: Path, head: Head, items: int, metrics: int) -> list[Fault]:
    top = Blocks(path, "")
    counts = (("items", head.items, items), ("metrics", head.metrics, metrics))
    cut = "cut off, or one was added or lost"
    faults = [
        Fault(path, top.line(0, f"`{key}`"), f"{key} = {said}, but the file holds {there}: {cut}")
        for key, said, there in counts
        if said != there
    ]
    if head.id != path.stem:
        text = f"id {head.id!r} is not the name of the file, {path.stem!r}"
        faults.append(Fault(path, top.line(0, "`id`"), text))
    return faults


def of_items(path: Path, items: Items, declared: set[str], phases: Sequence[str]) -> list[Fault]:
    """`items` by the line they begin on; `declared` are the ids of all, also of those that could not be read."""
    faults = []
    for line, item in items.items():
        texts = _repeated(item, line, items) + _phase(item, phases) + _of_kind(item)
        texts += _needs(item, items, declared, phases)
        faults += [Fault(path, max(line, 0), f"item {item.id}: {text}") for text in texts]
    return faults


def of_metrics(path: Path, metrics: Mapping[int, Metric]) -> list[Fault]:
    """Of one gate, by the line they begin on."""
    return [
        Fault(path, max(line, 0), f"metric {metric.id}: {text}")
        for line, metric in metrics.items()
        for text in _repeated(metric, line, metrics)
    ]


def of_gate(path: Path, name: str, after: str, declared: set[str]) -> list[Fault]:
    """Its soak can begin with an item only that is there."""
    if not after or after in declared:
        return []
    line = Blocks(path, f"[gate.{name}]").line(0, "`after`")
    close = difflib.get_close_matches(after, declared, 1)
    meant = f"; did you mean {close[0]!r}?" if close else ""
    return [Fault(path, line, f"gate.{name}: `after` = {after!r}, which is no item{meant}")]


def _repeated(one: Item | Metric, line: int, others: Mapping[int, Item] | Mapping[int, Metric]) -> list[str]:
    first = next(where for where, other in others.items() if other.id == one.id)
    return [f"the id is taken already, on line {first}"] if first != line else []


def _phase(item: Item, phases: Sequence[str]) -> list[str]:
    """A pause point is signed by the name of its phase, so that no item may have it."""
    unknown = [] if item.phase in phases else [f"there is no phase {item.phase!r}"]
    return unknown + ([f"the id is that of the phase {item.id!r} too"] if item.id in phases else [])


def _of_kind(item: Item) -> list[str]:
    """CHECK: only check. ACTION: check, do and undo. MANUAL: a sign-off, written out above priority nice."""
    there = {key for key in ("check", "do", "undo") if getattr(item, key) is not None}
    wanted = {Kind.CHECK: {"check"}, Kind.ACTION: {"check", "do", "undo"}, Kind.MANUAL: set()}[item.kind]
    faults = [f"kind {item.kind} needs {key}" for key in sorted(wanted - there)]
    faults += [f"kind {item.kind} has no {key}" for key in sorted(there - wanted)]
    faults += [f"{key} belongs to kind action" for key in _OF_ACTIONS if getattr(item, key) and not item.do]
    if item.kind is Kind.MANUAL and item.priority is not Priority.NICE and not (item.signoff and item.signoff.ask):
        faults.append("a manual item above priority nice needs signoff with what it asks")
    if item.evidence and not item.signoff:
        faults.append("evidence is asked of a sign-off, and there is none")
    return faults


def _needs(item: Item, items: Items, declared: set[str], phases: Sequence[str]) -> list[str]:
    known = {other.id: other for other in items.values()}
    faults = []
    for need in item.needs:
        if need not in declared:
            close = difflib.get_close_matches(need, declared, 1)
            faults.append(f"needs {need!r}, which is no item" + (f"; did you mean {close[0]!r}?" if close else ""))
        elif need in known and _place(known[need], phases) > _place(item, phases):
            faults.append(f"needs {need!r}, which is of a later phase")
    circle = _circle(item, known)
    return [*faults, f"needs itself: {' -> '.join(circle)}"] if circle else faults


def _place(item: Item, phases: Sequence[str]) -> int:
    return phases.index(item.phase) if item.phase in phases else 0


def _circle(item: Item, known: Mapping[str, Item]) -> list[str]:
    """The shortest way from an item back to itself; empty when there is none."""
    ways = [[item.id, need] for need in item.needs]
    seen: set[str] = set()
    while ways:
        way = ways.pop(0)
        if way[-1] == item.id:
            return way
        if way[-1] in known and way[-1] not in seen:
            seen.add(way[-1])
            ways += [[*way, need] for need in known[way[-1]].needs]
    return []
