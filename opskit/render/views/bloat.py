"""The page of `opskit bloat`: what is worth a rebuild, the next in size, what cannot be judged, the totals."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.bloat_report import Bloat, Relation
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Code, Heading, Line, Table
from opskit.render.words import plural, size

SHOWN = 10


def blocks(answer: Answer[Bloat]) -> list[Block]:
    found = answer.data
    judged = [each for each in found.relations if each.bloat_bytes is not None]
    worth = [each for each in judged if each.remedy]
    others = [each for each in judged if not each.remedy and each.bloat_bytes][: max(0, SHOWN - len(worth))]
    page: list[Block] = [_verdict(found, worth, answer.environment)]
    page += [Line(""), _table([*worth, *others])] if worth or others else []
    page += _caveats([*worth, *others])
    page += [Line(""), Line("To mend:"), Code("\n".join(each.remedy for each in worth))] if worth else []
    return page + _unjudged(found) + [Line(""), _totals(found)]


def _verdict(found: Bloat, worth: Sequence[Relation], environment: str) -> Line:
    limits = f"{found.min_pct:.0f} % and {size(found.min_bytes)}"
    if worth:
        verb = "wastes" if len(worth) == 1 else "waste"
        what = f"{plural(len(worth), 'relation')} on {environment} {verb} at least {limits}"
        return Line(f"{what}: {size(found.totals.worth_bytes)} in all.", "warning")
    if found.totals.unjudged == found.totals.relations and found.relations:
        return Line(f"no relation on {environment} could be judged.", "inconclusive")
    return Line(f"no relation on {environment} that could be judged wastes {limits}.", "ok")


def _table(relations: Sequence[Relation]) -> Table:
    rows = [
        [each.name, each.kind, size(each.size_bytes), size(each.bloat_bytes), f"{each.bloat_pct:.0f} %"]
        for each in relations
    ]
    columns = ["relation", "kind", "size", "bloat", "share"]
    return Table(columns, rows, columns[2:])


def _caveats(relations: Sequence[Relation]) -> list[Block]:
    notes = [f"{each.name}: {'; '.join(each.caveats)}" for each in relations if each.caveats]
    return [Line(""), Bullets(notes)] if notes else []


def _unjudged(found: Bloat) -> list[Block]:
    reasons: dict[str, list[Relation]] = {}
    for each in found.relations:
        if each.bloat_bytes is None:
            reasons.setdefault(each.reason, []).append(each)
    if not reasons:
        return []
    return [Heading("Cannot tell"), *(Line(_named(reason, each), "inconclusive") for reason, each in reasons.items())]


def _named(reason: str, relations: Sequence[Relation]) -> str:
    names = ", ".join(f"{each.name} ({size(each.size_bytes)})" for each in relations[:SHOWN])
    rest = f" and {len(relations) - SHOWN} more" if len(relations) > SHOWN else ""
    return f"{names}{rest}: {reason}"


def _totals(found: Bloat) -> Line:
    totals = found.totals
    unjudged = f"; {totals.unjudged} of {size(totals.unjudged_bytes)} not judged" if totals.unjudged else ""
    estimate = (
        f"{plural(totals.relations, 'relation')}, {size(totals.size_bytes)}, {size(totals.bloat_bytes)} of it bloat"
    )
    return Line(f"{estimate} (estimate){unjudged}.")
