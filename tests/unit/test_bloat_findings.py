"""Estimates as the rows of a check: what is worth it, and one row for all that cannot be judged."""

from __future__ import annotations

from opskit.core.bloat import Estimate, cannot_tell
from opskit.core.bloat_findings import findings
from opskit.value import replace

MB = 1024 * 1024
LIMITS = {"min_pct": 30, "min_bytes": 100 * MB}
BLOATED = Estimate(1000 * MB, 400 * MB, 40.0, 400 * MB, 400 * MB, ("a caveat",))


def judged(**estimates: Estimate) -> list[dict[str, object]]:
    rows = [{"qualified_name": f"public.{name}", "size_bytes": each.size_bytes} for name, each in estimates.items()]
    found = findings(rows, lambda row: estimates[row["qualified_name"].removeprefix("public.")], LIMITS, "tables")
    return [dict(row) for row in found]


def test_a_waste_over_both_limits_is_a_finding_with_its_figures() -> None:
    (row,) = judged(t=BLOATED)
    assert row["object"] == "public.t"
    assert row["message"] == "40 percent of 1000 MB would be given back by a rebuild (estimate)"
    assert (row["bloat_bytes"], row["bloat_pct"], row["caveats"]) == (400 * MB, 40.0, "a caveat")


def test_a_waste_under_either_limit_is_none() -> None:
    assert judged(small=replace(BLOATED, size_bytes=120 * MB, bloat_bytes=90 * MB, possible_bytes=90 * MB)) == []
    assert judged(little=replace(BLOATED, bloat_bytes=290 * MB, possible_bytes=290 * MB)) == []


def test_what_cannot_be_judged_is_one_row_with_the_reasons_and_their_number() -> None:
    (row,) = judged(
        a=cannot_tell(200 * MB, "never analysed: x"),
        b=cannot_tell(300 * MB, "never analysed: y, z"),
        c=cannot_tell(900 * MB, "this login may not read the statistics of its columns (grant pg_read_all_data)"),
    )
    assert (row["object"], row["seen"]) == ("3 tables", False)
    assert row["message"] == (
        "cannot be judged: never analysed (2, the largest is public.b); this login may not read the statistics of its"
        " columns (grant pg_read_all_data) (1, the largest is public.c)"
    )


def test_what_is_smaller_than_the_limit_needs_no_judgement() -> None:
    assert judged(a=cannot_tell(99 * MB, "never analysed: x"), b=cannot_tell(0, "never counted")) == []


def test_a_limit_between_the_ends_of_an_estimate_is_not_judged() -> None:
    (row,) = judged(a=replace(BLOATED, bloat_bytes=0, bloat_pct=0.0))
    assert row["seen"] is False
    assert "vacuum (analyze) the table (1, the largest is public.a)" in str(row["message"])
