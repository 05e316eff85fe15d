"""The page of `opskit bloat`: what is worth a rebuild, the next in size, what cannot be judged, the totals."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from opskit.app.bloat_report import Bloat, Parent, Relation
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Bullets, Code, Heading, Line, Table
from opskit.render.words import plural, size

SHOWN = 10
COMMENT = 72  # so that an indented line of one fits 80 columns


def blocks(answer: Answer[Bloat]) -> list[Block]:
    found = answer.data
    judged = [each for each in found.relations if each.bloat_bytes is not None]
    worth = [each for each in judged if each.remedy]
    others = [each for each in judged if not each.remedy and each.bloat_bytes][: max(0, SHOWN - len(worth))]
    growing = [each for each in judged if not each.remedy and each.notes]
    page: list[Block] = [Line(_unread(found), "inconclusive")] if found.unread else []
    page.append(_verdict(found, worth, answer.environment))
    page += [Line(""), _table([*worth, *others])] if worth or others else []
    page += [Line(""), _parents(found.partitioned[:SHOWN])] if found.partitioned else []
    page += _notes([*worth, *others], growing)
    page += [Line(""), Line("To mend:"), Code(_remedies(worth))] if worth else []
    fix = [Line("next: opskit fix bloat -n   (plans it, with its locks and the proof)")] if worth else []
    return page + _unjudged(found) + [Line(""), _totals(found), *fix]


def _verdict(found: Bloat, worth: Sequence[Relation], environment: str) -> Line:
    limits = f"{found.min_pct:.0f} % and {size(found.min_bytes)}"
    if worth:
        verb = "wastes" if len(worth) == 1 else "waste"
        what = f"{plural(len(worth), 'relation')} on {environment} {verb} at least {limits}"
        return Line(f"{what}: {size(found.totals.worth_bytes)} in all.", "warning")
    if found.totals.unjudged == found.totals.relations and found.relations:
        return Line(f"no relation on {environment} could be judged.", "inconclusive")
    return Line(f"no relation on {environment} that could be judged wastes {limits}.", "ok")


def _unread(found: Bloat) -> str:
    return f"nothing was read, all figures are estimates; to read: {found.unread}"


def _table(relations: Sequence[Relation]) -> Table:
    rows = [
        [each.name, each.kind, size(each.size_bytes), size(each.bloat_bytes), f"{each.bloat_pct:.0f} %", each.method]
        for each in relations
    ]
    columns = ["relation", "kind", "size", "bloat", "share", "method"]
    return Table(columns, rows, columns[2:5])


def _parents(parents: Sequence[Parent]) -> Table:
    """With their partitions and the indexes of these."""
    rows = [
        [each.name, str(each.relations), size(each.size_bytes), size(each.bloat_bytes), str(each.unjudged)]
        for each in parents
    ]
    columns = ["partitioned table", "relations", "size", "bloat", "not judged"]
    return Table(columns, rows, columns[1:])


def _notes(shown: Sequence[Relation], growing: Sequence[Relation]) -> list[Block]:
    """Caveats of what is in the table, and what must not be rewritten."""
    notes = [f"{each.name}: {'; '.join(each.caveats)}" for each in shown if each.caveats]
    notes += [f"{each.name}: {'; '.join(each.notes)} (by {size(-(each.reclaim_bytes or 0))})" for each in growing]
    return [Line(""), Bullets(notes)] if notes else []


def _remedies(relations: Sequence[Relation]) -> str:
    """Each once, under what is to be known before, as an SQL comment."""
    known: dict[str, str] = {}
    for each in relations:
        needs = [f"takes {size(each.needs_bytes)} of disk while it runs, and as much WAL"] if each.needs_bytes else []
        said = [line for note in [*each.notes, *needs] for line in textwrap.wrap(note, COMMENT)]
        known.setdefault(each.remedy, "".join(f"-- {line}\n" for line in said))
    return "\n".join(f"{said}{remedy}" for remedy, said in known.items())


def _unjudged(found: Bloat) -> list[Block]:
    reasons: dict[str, list[Relation]] = {}
    for each in found.relations:
        if each.bloat_bytes is None:
            reasons.setdefault("; ".join([each.reason, *each.caveats]), []).append(each)
    if not reasons:
        return []
    remedies = [each for each in found.relations if each.bloat_bytes is None and each.remedy]
    page: list[Block] = [Heading("Cannot tell")]
    page += [Line(_named(reason, each), "inconclusive") for reason, each in reasons.items()]
    return page + ([Code(_remedies(remedies))] if remedies else [])


def _named(reason: str, relations: Sequence[Relation]) -> str:
    names = ", ".join(f"{each.name} ({size(each.size_bytes)})" for each in relations[:SHOWN])
    rest = f" and {len(relations) - SHOWN} more" if len(relations) > SHOWN else ""
    return f"{names}{rest}: {reason}"


def _totals(found: Bloat) -> Line:
    totals = found.totals
    unjudged = f"; {totals.unjudged} of {size(totals.unjudged_bytes)} not judged" if totals.unjudged else ""
    how = f"{size(totals.exact_bytes)} read, the rest estimated" if totals.exact_bytes else "estimate"
    whole = f"{plural(totals.relations, 'relation')}, {size(totals.size_bytes)}, {size(totals.bloat_bytes)} of it bloat"
    return Line(f"{whole} ({how}){unjudged}.")
