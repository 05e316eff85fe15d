"""The parts of the page of `opskit verify indexes` that are there only when there is something to say."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.index_advice import UNPROVEN
from opskit.app.index_verdict import IndexVerdict
from opskit.app.indexes_verified import IndexesVerified
from opskit.core.index_redundancy import Redundancy
from opskit.core.verdict import Verdict
from opskit.render.blocks import Block, Bullets, Code, Heading, Line
from opskit.render.words import plural, size


def short(name: str) -> str:
    return name.removeprefix("public.")


def useless(data: IndexesVerified) -> list[Block]:
    """Those that no query of the workload can use, and those that the planner leaves aside."""
    if data.workload:
        return [Line(""), Line(f"Whether queries can use them is not known: {data.workload}.", "inconclusive")]
    told = []
    for each in data.indexes:
        if each.claims and each.state == "present" and not each.enforces:
            judged = [claim for claim in (each.claims.capable, each.claims.chosen) if claim.verdict is Verdict.FAIL]
            told += [f"{short(each.name)}: {judged[0].evidence}"] if judged else []
    return [Heading("Of no use to the workload as it is"), Bullets(told)] if told else []


def lost(indexes: Sequence[IndexVerdict]) -> list[Block]:
    """A driver that prepares its statements comes to the generic plan after five executions."""
    told = [
        f"{short(each.name)}: {served.query}"
        for each in indexes
        for served in each.served
        if served.chosen and not served.generic and each.state == "present"
    ]
    if not told:
        return []
    return [Heading("Chosen for known values, lost in the generic plan of a prepared statement"), Bullets(told)]


def redundant(data: IndexesVerified, environment: str) -> list[Block]:
    names = {each.name for each in data.indexes}
    made = [each for each in data.redundant_elsewhere if each.covered_by in names]
    found: list[Block] = []
    if data.redundant or made:
        found.append(Heading("Redundant: writes keep them up to date, no query needs them"))
        found += _to_drop([*data.redundant, *made])
    if data.to_decide:
        found.append(Heading("Perhaps superfluous, for a person to decide: it rests on what opskit was shown"))
        found.append(
            Bullets([f"{short(each.index)}, {size(each.size_bytes)}: {each.reason}" for each in data.to_decide])
        )
    return found + _elsewhere([each for each in data.redundant_elsewhere if each not in made], environment)


def _to_drop(found: Sequence[Redundancy]) -> list[Block]:
    blocks: list[Block] = []
    for each in found:
        blocks.append(Line(f"{each.index}, {size(each.size_bytes)}: {each.reason}"))
        blocks += [Code(f"{each.drop};")] if each.drop else []
    return blocks


def _elsewhere(found: Sequence[Redundancy], environment: str) -> list[Block]:
    if not found:
        return []
    total = size(sum(each.size_bytes for each in found))
    return [
        Line(""),
        Line(f"Redundant without these migrations: {plural(len(found), 'index')}, {total} in all."),
        Line(f"next: opskit check index_duplicate index_prefix_redundant -e {environment}"),
    ]


def lacking(data: IndexesVerified) -> list[Block]:
    if not data.advice and not data.unserved:
        return []
    found: list[Block] = [Heading("No index serves these queries well")]
    for each in data.advice:
        found += [Line(f"{', '.join(each.queries)}: {each.reason}."), Code(f"{each.sql};")]
        found += [Line(f"{each.proof}.")] if each.proof != UNPROVEN else []
    found += [Line(f"{UNPROVEN}.")] if any(each.proof == UNPROVEN for each in data.advice) else []
    for one in data.unserved:
        told = f"reads {one.table} whole: no B-tree looks up {' and '.join(one.conditions)}"
        found.append(Line(f"{one.query}: {told}{f'; {one.hint}' if one.hint else ''}."))
    return found


def unplanned(data: IndexesVerified) -> list[Block]:
    """Queries about which nothing is claimed."""
    if data.workload or not data.refused:
        return []
    told = [f"{name}: {reason}" for name, reason in data.refused.items()]
    return [Heading("Could not be planned, so nothing is known of their indexes"), Bullets(told)]
