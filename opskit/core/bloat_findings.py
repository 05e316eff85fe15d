"""Estimates of bloat -> rows of a check: what is worth a rebuild, and in one row what cannot be judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from opskit.core.bloat import Estimate, percent
from opskit.core.size import words
from opskit.core.step import Row

Params = Mapping[str, str | int | float | bool]


def findings(rows: Sequence[Row], estimate: Callable[[Row], Estimate], params: Params, noun: str) -> list[Row]:
    """`rows`: of the fact bloat_tables or bloat_btrees; `noun` is what they are called, in the plural. Of what is
    smaller than the params' min_bytes nothing has to be known."""
    min_pct, min_bytes = float(params["min_pct"]), float(params["min_bytes"])

    def over(waste: int | None, size: int) -> bool:
        return waste is not None and waste >= min_bytes and percent(waste, size) >= min_pct

    large = [row for row in rows if 0 < row["size_bytes"] + row.get("toast_bytes", 0) >= min_bytes]
    judged = [(row, estimate(row)) for row in large]
    found = [(row, each) for row, each in judged if over(each.bloat_bytes, each.size_bytes)]
    unseen = [
        (row, each) for row, each in judged
        if not over(each.bloat_bytes, each.size_bytes)
        and (each.bloat_bytes is None or over(each.possible_bytes, each.size_bytes))
    ]  # fmt: skip
    return [_finding(row, each) for row, each in found] + ([_unseen(unseen, noun)] if unseen else [])


def _finding(row: Row, estimate: Estimate) -> Row:
    waste = f"{estimate.bloat_pct or 0:.0f} percent of {words(estimate.size_bytes)}"
    return {
        "object": row["qualified_name"],
        "message": f"{waste} would be given back by a rebuild (estimate)",
        "size_bytes": estimate.size_bytes,
        "bloat_bytes": estimate.bloat_bytes,
        "bloat_pct": round(estimate.bloat_pct or 0.0, 1),
        "method": estimate.method,
        "caveats": "; ".join(estimate.caveats),
    }


def _unseen(unjudged: Sequence[tuple[Row, Estimate]], noun: str) -> Row:
    """The reasons, the most frequent first, each with its number and its largest relation."""
    ordered = sorted(unjudged, key=lambda each: (-each[1].size_bytes, each[0]["qualified_name"]))
    reasons = [(_reason(estimate), row["qualified_name"]) for row, estimate in ordered]
    counted = Counter(reason for reason, _ in reasons).most_common()
    largest = dict(reversed(reasons))
    said = "; ".join(f"{reason} ({number}, the largest is {largest[reason]})" for reason, number in counted)
    return {"object": f"{len(unjudged)} {noun}", "message": f"cannot be judged: {said}", "seen": False}


def _reason(estimate: Estimate) -> str:
    """Without the names of columns, which differ from one to the next."""
    if estimate.bloat_bytes is None:
        return estimate.reason.partition(":")[0]
    return "rows were changed since they were counted, vacuum (analyze) the table"
