"""A rebuild is held against what it was before, and against what was predicted of it."""

from __future__ import annotations

from typing import Any

import pytest

from opskit.app.bloat import Relation
from opskit.app.fix_proof import Prover, Sight
from opskit.core.verdict import Verdict
from opskit.migrate.fix_targets import REBUILT, Target
from opskit.migrate.undo import NO_CATALOG

MB = 1024 * 1024
BEFORE = {
    "name": "public.t_a", "table_name": "public.t", "bytes": 100 * MB, "filenode": 1, "is_valid": True, "leftovers": 0,
    "constraint_name": "t_a",
}  # fmt: skip
AFTER = {**BEFORE, "bytes": 40 * MB, "filenode": 2}


def rebuilt(after: dict[str, Any] | None, predicted: int | None, before: dict[str, Any] = BEFORE) -> Any:
    estimate = Relation("public.t_a", "index", "public.t", 100 * MB, 0, 0.0, "estimate", "", predicted, (), "", None)
    then = Sight({"public.t_a": after} if after else {}, {})
    prover = Prover(NO_CATALOG, Sight({"public.t_a": before}, {}), then, (), {"public.t_a": estimate})
    (proof,) = prover.proofs([Target(REBUILT, "public.t_a")])
    return proof


@pytest.mark.parametrize(("predicted", "points"), [(60 * MB, 0.0), (46 * MB, 14.0), (74 * MB, 14.0)])
def test_it_gives_back_about_what_was_predicted(predicted: int, points: float) -> None:
    proof = rebuilt(AFTER, predicted)
    assert (proof.verdict, proof.error_points) == (Verdict.PASS, points)


@pytest.mark.parametrize("predicted", [44 * MB, 76 * MB])
def test_more_than_fifteen_points_off_is_a_failure(predicted: int) -> None:
    proof = rebuilt(AFTER, predicted)
    assert proof.verdict is Verdict.FAIL
    assert "16.0 points off from what was predicted" in proof.reason


def test_of_a_few_pages_no_prediction_is_held_against_it() -> None:
    small = {**BEFORE, "bytes": 64 * 1024}
    assert rebuilt({**AFTER, "bytes": 16 * 1024}, 8 * 1024, small).verdict is Verdict.PASS
    assert rebuilt(AFTER, None).verdict is Verdict.PASS


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (None, "it is gone"),
        ({**AFTER, "is_valid": False}, "it is INVALID"),
        ({**AFTER, "filenode": 1}, "still in the same file"),
        ({**AFTER, "leftovers": 1}, "REINDEX has left 1 INVALID"),
        ({**AFTER, "constraint_name": None}, "constraint t_a does not rest on it"),
    ],
)
def test_what_is_not_as_it_must_be_is_a_failure(after: dict[str, Any] | None, reason: str) -> None:
    proof = rebuilt(after, 60 * MB)
    assert proof.verdict is Verdict.FAIL
    assert reason in proof.reason
