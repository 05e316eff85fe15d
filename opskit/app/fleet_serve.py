"""`opskit fleet work`: a worker, which carries out here what is ordered elsewhere. How a database is reached is said by
its own files, and so are the migrations; a change is begun only if the ledger says that somebody agreed to it."""

from __future__ import annotations

import os
import socket
import traceback
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from opskit import __version__
from opskit.app.context import Context
from opskit.app.fleet import Pick, picked
from opskit.app.fleet_apply import NAME
from opskit.app.fleet_one import Ended, carried_out, line, words
from opskit.app.fleet_running import TargetDone
from opskit.app.fleet_workers import CHANGES, shared_by
from opskit.app.stopping import stoppable, stopped_by
from opskit.catalog.document import packed
from opskit.core.answer import Answer
from opskit.core.environment import Environment
from opskit.core.order import Order
from opskit.core.stop import Stop
from opskit.core.target import Target
from opskit.errors import Blocked, OpskitError, Stale, UsageFault
from opskit.store.job_worker import Worker, serve
from opskit.value import Value, replace

# As of the program: what was changed before a bug is not known.
BUG = 70


class Served(Value):
    """`jobs` by exit code."""

    worker: str
    jobs: Mapping[str, int]


class Serving(Value):
    """Which databases, of which sites (all without one), and how many at a time."""

    pick: Pick
    sites: Sequence[str] = ()
    parallel: int = 16


def fleet_work(context: Context, asked: Serving) -> Answer[Served]:
    """Until it is stopped, which ends what is at work in order: exit 0, for that is how a worker ends."""
    kept = shared_by(context)
    targets = {each.name: each for each in picked(context, asked.pick)}
    name = f"{socket.gethostname()}/{os.getpid()}"
    codes: list[str] = []

    def carry(order: Mapping[str, Any], stop: Stop) -> str:
        with stopped_by(stop):
            done = replace(_carried(context, targets, order), worker=name)
        codes.append(str(done.exit_code))
        context.tell(f"{done.target}: {order['word']} for {order['operator']}: exit {done.exit_code}, {done.text}")
        return packed(done)

    worker = Worker(kept, asked.sites, asked.parallel, context.settings.fleet.lost_after_s, carry, context.tell)
    context.tell(f"worker {name} takes orders for {len(targets)} databases from {kept.name}; Ctrl-C ends it in order")
    with stoppable(context.tell) as stop:
        serve(worker, stop)
    return Answer("fleet-work", Served(name, Counter(codes)))


def _carried(context: Context, targets: Mapping[str, Target], asked: Mapping[str, Any]) -> TargetDone:
    """A bug is told here with where it is, and as one to whoever asked; it does not end the worker."""
    order = Order(str(asked["word"]), str(asked["run"]), dict(asked["given"]))
    target = targets.get(asked["target"]) or Target(Environment(str(asked["target"]), "", ""))
    try:
        _refuse(context, targets, order, asked)
        return carried_out(context, order, target)
    except OpskitError as error:
        return line(target, order.run, partial(_raised, error))
    except Exception:
        context.tell(f"bug: {traceback.format_exc()}")
        told = "bug: something opskit did not expect; the worker has told where"
        return line(target, order.run, lambda: (BUG, order.word == CHANGES, told, None))


def _raised(error: OpskitError) -> Ended:
    raise error


def _refuse(context: Context, targets: Mapping[str, Target], order: Order, asked: Mapping[str, Any]) -> None:
    if asked["opskit"] != __version__:
        raise Stale(
            f"this worker is opskit {__version__}, and {asked['opskit']} asks (nothing was changed)",
            "",
            f"pip install opskit=={asked['opskit']}",
        )
    if asked["target"] not in targets or order.word not in words():
        raise UsageFault(
            f"this worker has no database {asked['target']!r} for {order.word!r} (nothing was changed)",
            f"it has {', '.join(sorted(targets))}",
            "opskit fleet list   (on the machine of the worker)",
        )
    if order.word == CHANGES and _agreed(context, asked) != order.given["digest"]:
        raise Blocked(
            f"the ledger does not say that anybody agreed to this plan of {asked['target']} (nothing was changed)",
            "",
            "opskit fleet apply",
        )


def _agreed(context: Context, asked: Mapping[str, Any]) -> str:
    """The digest that whoever asks has agreed to, as the ledger has it."""
    agreed = (each.entry for each in reversed(context.ledger.digest(NAME)) if each.entry.kind == "fleet.agreed")
    found: Mapping[str, str] = next((each.body["plans"] for each in agreed if each.run == asked["asker"]), {})
    return str(found.get(asked["target"], ""))
