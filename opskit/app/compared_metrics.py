"""What the differences of two environments amount to: two metrics, each with a verdict and its reason."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.compared_side import Side
from opskit.core.schema_difference import ObjectDifference
from opskit.core.schema_object import Objects
from opskit.core.verdict import Verdict
from opskit.value import Value


class Metric(Value):
    """`value` is the number of differences that count, `control` the number of things A has, `samples` how many were
    compared."""

    id: str
    verdict: Verdict
    value: int
    limit: int
    control: int
    samples: int
    interval: tuple[float, float] | None
    reason: str


class Counts(Value):
    """Of objects: only in A, only in B, in both and different, printed differently so that nobody can tell; of any of
    these, allowed. A has `control` objects, and `samples` were compared."""

    missing: int = 0
    added: int = 0
    different: int = 0
    not_comparable: int = 0
    allowed: int = 0
    control: int = 0
    samples: int = 0

    @property
    def known(self) -> int:
        return self.missing + self.added + self.different


def counted(found: Sequence[ObjectDifference], sides: tuple[Objects, Objects]) -> Counts:
    open_ones = [each for each in found if each.allowed is None]
    known = [each.change for each in open_ones if each.comparable]
    return Counts(
        known.count("missing"), known.count("added"), known.count("different"),
        len(open_ones) - len(known), len(found) - len(open_ones),
        len(sides[0]), len(sides[0].keys() | sides[1].keys()),
    )  # fmt: skip


def metrics(one: Side, other: Side, counts: Counts, scope: str) -> list[Metric]:
    """`scope` says what alone was compared."""
    return [_schema(one, other, counts, scope), *_applied(one, other)]


def _schema(one: Side, other: Side, counts: Counts, scope: str) -> Metric:
    verdict = Verdict.FAIL if counts.known else Verdict.INCONCLUSIVE if counts.not_comparable else Verdict.PASS
    if not counts.samples:
        verdict = Verdict.INCONCLUSIVE
    reason = "; ".join(_said(counts, one.server.major, other.server.major)) + (f" ({scope})" if scope else "")
    return Metric("schema", verdict, counts.known, 0, counts.control, counts.samples, None, reason)


def _said(counts: Counts, *majors: int) -> list[str]:
    total = counts.samples
    found = [f"{counts.known} of {total} objects differ"] if counts.known else []
    if counts.not_comparable:
        found.append(
            f"not comparable: PostgreSQL {majors[0]} and {majors[1]} print definitions in their own ways,"
            f" {counts.not_comparable} of {total} are printed differently"
        )
    if counts.allowed:
        found.append(f"{counts.allowed} of {total} objects {'is' if counts.allowed == 1 else 'are'} allowed to differ")
    return found or [f"all {total} objects are equal" if total else "there is no object to compare"]


def _applied(one: Side, other: Side) -> list[Metric]:
    """Nothing to say where neither database has a record of opskit."""
    a, b = one.revisions, other.revisions
    if a is None and b is None:
        return []
    names = set(a or ()) | set(b or ())
    apart = set(a or ()) ^ set(b or ())
    numbers = (len(apart), 0, len(a or ()), len(names), None)
    if a is None or b is None:
        unknown = one.name if a is None else other.name
        reason = f"{unknown} has no record of what was applied to it"
        return [Metric("revisions", Verdict.INCONCLUSIVE, *numbers, reason)]
    if apart:
        return [Metric("revisions", Verdict.FAIL, *numbers, f"not applied to both: {', '.join(sorted(apart))}")]
    return [Metric("revisions", Verdict.PASS, *numbers, f"the same {len(names)} are applied")]
