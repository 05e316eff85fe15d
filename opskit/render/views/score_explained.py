"""The part of a page that says how the score came about: `opskit check --explain-score`."""

from __future__ import annotations

from opskit.core.score_explained import Explanation
from opskit.render.blocks import Block, Bullets, Heading, Line, Table

SHOWN = 15


def blocks(found: Explanation) -> list[Block]:
    shaken = f"{found.shaken_low:.1f} to {found.shaken_high:.1f}"
    return [
        Heading(f"How the score is made (weights version {found.weights})"),
        Bullets(list(found.formula)),
        Line(""),
        Line("dimensions: " + ", ".join(f"{name} {weight}" for name, weight in found.dimension_weights)),
        Line("severities: " + ", ".join(_severity(*each) for each in found.severity_weights)),
        *_lost(found),
        Line(""),
        Line(f"mean {found.before_caps:.1f}, {shaken} with one weight a quarter off"),
        *[Line(f"held down to {each.limit:.0f}: {each.reason}") for each in found.caps],
    ]


def _severity(name: str, weight: int, credit: float) -> str:
    return f"{name} {weight} (credit {credit:g} with one)"


def _lost(found: Explanation) -> list[Block]:
    if not found.lost:
        return []
    rows = [
        [each.slug, each.dimension, f"{each.points:.1f}", f"{each.weight}", f"{each.credit:g}", each.why]
        for each in found.lost[:SHOWN]
    ]
    rest = len(found.lost) - len(rows)
    more = [Line(f"and {rest} more, {sum(each.points for each in found.lost[SHOWN:]):.1f} points")] if rest else []
    columns = ["check", "dimension", "points", "weight", "credit", "worst"]
    return [Heading("Points lost, of 100"), Table(columns, rows, columns[2:5]), *more]
