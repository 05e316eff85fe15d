"""The page of `opskit verify indexes`."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.index_verdict import IndexVerdict
from opskit.app.indexes_verified import IndexesVerified
from opskit.core.answer import Answer
from opskit.core.verdict import Verdict
from opskit.render.blocks import Block, Bullets, Code, Heading, Line, Table
from opskit.render.index_details import details
from opskit.render.index_sections import lacking, lost, redundant, short, unplanned, useless
from opskit.render.words import count, plural

_TICKS = {Verdict.PASS: "yes", Verdict.FAIL: "no", Verdict.INCONCLUSIVE: "?"}


def blocks(answer: Answer[IndexesVerified]) -> list[Block]:
    data, environment = answer.data, answer.environment
    if not data.indexes:
        return [Line("The migrations make no index: there is nothing to verify.", "inconclusive")]
    found: list[Block] = [Line(_headline(data, environment), data.verdict.value)]
    if data.asked:
        return [*found, *details(data)]
    found += [Line(_usage(data)), Line(""), _table(data.indexes)]
    found += [*_broken(data, environment), *_untold(data.indexes), *useless(data), *lost(data.indexes)]
    found += [*redundant(data, environment), *lacking(data), *unplanned(data)]
    return [*found, Line(""), Line(f"next: opskit verify indexes NAME -e {environment}   (the evidence on one index)")]


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
    active = f" ({summary.active} actively: a query can use it, the planner does, and it was seen)"
    return (
        f"{summary.used} used{active if summary.used else ''}, {summary.enforcing} enforcing, {summary.unused} unused,"
        f" {summary.inconclusive} inconclusive; the counters count since {since}{days}."
    )


def _table(indexes: Sequence[IndexVerdict]) -> Table:
    """capable: whether a query of the workload can use it; chosen: in how many of the plans made for them it is."""
    rows = [
        [
            short(each.name),
            _status(each),
            _TICKS[each.claims.capable.verdict] if each.claims and each.state == "present" else "",
            _chosen(each),
            count(each.scans) if each.scans is not None else "",
        ]
        for each in indexes
    ]
    return Table(["index", "status", "capable", "chosen", "scans"], rows, numeric=["chosen", "scans"])


def _status(one: IndexVerdict) -> str:
    if one.state != "present":
        return one.state.upper()
    return "active" if one.actively_used and one.actively_used.verdict is Verdict.PASS else one.usage


def _chosen(one: IndexVerdict) -> str:
    able = [each for each in one.served if each.capable]
    return f"{sum(each.chosen for each in able)}/{sum(each.sets for each in able)}" if able else ""


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
            reasons.setdefault(f"{each.usage}: {reason}", []).append(short(each.name))
    if not reasons:
        return []
    return [Heading("Not seen in use"), Bullets([f"{reason}: {', '.join(names)}" for reason, names in reasons.items()])]
