"""The page of `opskit verify indexes`."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.index_verdict import IndexVerdict
from opskit.app.verify_indexes import IndexesVerified
from opskit.core.answer import Answer
from opskit.core.index_redundancy import Redundancy
from opskit.render.blocks import Block, Bullets, Code, Heading, Line, Table
from opskit.render.words import count, plural, size


def blocks(answer: Answer[IndexesVerified]) -> list[Block]:
    data = answer.data
    if not data.indexes:
        return [Line("The migrations make no index: there is nothing to verify.", "inconclusive")]
    found: list[Block] = [Line(_headline(data, answer.environment), data.verdict.value), Line(_usage(data)), Line("")]
    found.append(_table(data.indexes))
    found += _broken(data, answer.environment)
    found += _untold(data.indexes)
    names = {each.name for each in data.indexes}
    made = [each for each in data.redundant_elsewhere if each.covered_by in names]
    if data.redundant or made:
        found += [Heading("Redundant: writes keep them up to date, no query needs them")]
        found += _redundant([*data.redundant, *made])
    return found + _elsewhere([each for each in data.redundant_elsewhere if each not in made], answer.environment)


def _headline(data: IndexesVerified, environment: str) -> str:
    summary = data.summary
    text = f"{summary.present} of {plural(summary.expected, 'index')} present and valid on {environment}"
    if data.basis == "all":
        text += ", counting all migrations, applied or not"
    words = {name: getattr(summary, name) for name in ("missing", "invalid", "different", "building")}
    return "; ".join([text, *(f"{number} {name}" for name, number in words.items() if number)]) + "."


def _usage(data: IndexesVerified) -> str:
    summary = data.summary
    since = f"{data.stats_since:%Y-%m-%d %H:%M %Z}" if data.stats_since else "an unknown time"
    days = f" ({data.window_days:.1f} days)" if data.window_days is not None else ""
    return (
        f"{summary.used} used, {summary.enforcing} enforcing, {summary.unused} unused,"
        f" {summary.inconclusive} inconclusive; the counters count since {since}{days}."
    )


def _table(indexes: Sequence[IndexVerdict]) -> Table:
    rows = [
        [
            each.name.removeprefix("public."),
            each.usage if each.state == "present" else each.state.upper(),
            count(each.scans) if each.scans is not None else "",
            size(each.size_bytes) if each.size_bytes is not None else "",
        ]
        for each in indexes
    ]
    return Table(["index", "status", "scans", "size"], rows, numeric=["scans", "size"])


def _broken(data: IndexesVerified, environment: str) -> list[Block]:
    broken = [each for each in data.indexes if each.state != "present"]
    if not broken:
        return []
    if data.basis == "all":
        return [Line(""), Line(f"next: opskit plan -e {environment}")]
    found: list[Block] = [Heading("Not as meant")]
    for each in broken:
        found.append(Line(f"{each.name}: {each.evidence}", each.state))
        found += [Code("\n".join(f"{sql};" for sql in each.remedy))] if each.remedy else []
    return found


def _untold(indexes: Sequence[IndexVerdict]) -> list[Block]:
    """Indexes whose use is open, with the reasons they share."""
    reasons: dict[str, list[str]] = {}
    for each in indexes:
        if each.state == "present" and each.usage in ("unused", "inconclusive"):
            reason = each.evidence.partition("; redundant: ")[0].partition("; not redundant: ")[0]
            reasons.setdefault(f"{each.usage}: {reason}", []).append(each.name.removeprefix("public."))
    if not reasons:
        return []
    return [Heading("Not seen in use"), Bullets([f"{reason}: {', '.join(names)}" for reason, names in reasons.items()])]


def _redundant(found: Sequence[Redundancy]) -> list[Block]:
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
