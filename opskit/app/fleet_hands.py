"""Who carries orders out: threads of this process, or workers on other machines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from opskit.app.context import Context
from opskit.app.fleet_one import carried_out
from opskit.app.fleet_running import TargetDone
from opskit.core.fleet import THREADS
from opskit.core.order import Order
from opskit.core.target import Target

# Blocks until it is done; what went wrong is how it ended.
Hand = Callable[[Order, Target], TargetDone]


@contextmanager
def hands(context: Context, by: str) -> Iterator[Hand]:
    """`by`: one of the two, or empty for what [fleet] of opskit.toml says."""
    if (by or context.settings.fleet.by) == THREADS:
        yield partial(carried_out, context)
        return
    from opskit.app.fleet_workers import workers

    with workers(context) as hand:
        yield hand
