"""Work shared by several who do it, each piece by whoever is free."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import TypeVar

W = TypeVar("W")
R = TypeVar("R")


def shared(work: Sequence[W], workers: Sequence[Callable[[W], R]]) -> list[R]:
    """The results in the order of the work. An error of one worker is raised once the others have done what they have
    in hand."""
    waiting: SimpleQueue[tuple[int, W]] = SimpleQueue()
    for place, piece in enumerate(work):
        waiting.put((place, piece))
    done: dict[int, R] = {}

    def share(worker: Callable[[W], R]) -> None:
        while True:
            try:
                place, piece = waiting.get_nowait()
            except Empty:
                return
            try:
                done[place] = worker(piece)
            except BaseException:
                while not waiting.empty():
                    waiting.get()
                raise

    with ThreadPoolExecutor(len(workers)) as pool:
        for future in [pool.submit(share, worker) for worker in workers]:
            future.result()
    return [done[place] for place in range(len(work))]
