"""Work is shared, the results keep their order, an error ends it."""

from __future__ import annotations

import threading

import pytest

from opskit.core.sharing import shared


def test_results_come_in_the_order_of_the_work_whoever_did_it() -> None:
    gate = threading.Barrier(2, timeout=60)
    seen = []

    def first(piece: int) -> str:
        if not seen:
            gate.wait()
        seen.append("first")
        return f"{piece}"

    def second(piece: int) -> str:
        if "second" not in seen:
            seen.append("second")
            gate.wait()
        return f"{piece}"

    assert shared(range(20), [first, second]) == [f"{piece}" for piece in range(20)]


def test_an_error_is_raised_and_what_waits_is_not_begun() -> None:
    begun = []

    def failing(piece: int) -> int:
        begun.append(piece)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        shared(range(100), [failing])
    assert begun == [0]


def test_without_work_there_is_nothing() -> None:
    assert shared([], [str]) == []
