"""One try at a time: who comes meanwhile has its outcome."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from opskit.errors import Unreachable
from opskit.remote.shared_try import SharedTry

WAITING = 8


class Slow:
    """An attempt that ends when it is let go."""

    def __init__(self, fails: bool = False) -> None:
        self.begun, self.let_go, self.count, self._fails = threading.Event(), threading.Event(), 0, fails

    def __call__(self) -> int:
        self.count += 1
        self.begun.set()
        assert self.let_go.wait(20)
        if self._fails:
            raise Unreachable(f"attempt {self.count}")
        return self.count


def asked_by_many(slow: Slow, shared: SharedTry[int]) -> list[object]:
    """What each of them has, error or answer."""

    def ask(_: int) -> object:
        try:
            return shared.outcome()
        except Unreachable as error:
            return error.what

    with ThreadPoolExecutor(WAITING) as pool:
        asked = [pool.submit(ask, each) for each in range(WAITING)]
        assert slow.begun.wait(20)
        while waiting(shared) < WAITING - 1:
            time.sleep(0.01)
        slow.let_go.set()
        return [each.result(20) for each in asked]


def waiting(shared: SharedTry[int]) -> int:
    """How many wait for the attempt that goes on."""
    return len(shared._running._condition._waiters) if shared._running else 0  # type: ignore[attr-defined]


def test_all_who_wait_have_the_answer_of_one_attempt() -> None:
    slow = Slow()
    assert asked_by_many(slow, SharedTry(slow)) == [1] * WAITING
    assert slow.count == 1


def test_all_who_wait_have_its_error_and_the_next_one_tries_anew() -> None:
    slow = Slow(fails=True)
    shared = SharedTry(slow)
    assert asked_by_many(slow, shared) == ["attempt 1"] * WAITING
    with pytest.raises(Unreachable, match="attempt 2"):
        shared.outcome()
