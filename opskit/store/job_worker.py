"""A worker of a fleet: it takes jobs from the queue, several at a time, until it is stopped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from opskit.catalog.facts import fleet
from opskit.core.environment import Environment
from opskit.core.stop import Stop
from opskit.errors import Interrupted, Unreachable
from opskit.pg.ledger_session import ledger_session
from opskit.store import job_app
from opskit.store.job_queue import key, refuse_unmade
from opskit.value import Value, field

if TYPE_CHECKING:
    from opskit.store.job_app import Job, Jobs

# Signs of life for each time after which a worker counts as lost.
SIGNS = 4
LOOK_EVERY_S = 0.2


class Worker(Value):
    """`carry(order, stop)` answers a job, in a thread of its own. `at_work`: the stops of those that are."""

    kept: Environment
    sites: Sequence[str]
    parallel: int
    lost_after_s: float
    carry: Callable[[Mapping[str, Any], Stop], str]
    tell: Callable[[str], None]
    at_work: set[Stop] = field(default_factory=set)


def serve(worker: Worker, stop: Stop) -> None:
    """Until `stop` is asked: what is at work is then stopped in order. Blocked where the queue is not made, Unreachable
    when its server goes away."""
    job_app.version()
    with ledger_session(worker.kept) as session:
        refuse_unmade(session)
    with _heard(worker.tell), job_app.translated(worker.kept):
        asyncio.run(_serve(worker, stop))
    if not stop.asked:
        raise Unreachable(f"the queue of {worker.kept.name} went away", "", "opskit fleet work   (once it is back)")


async def _serve(worker: Worker, stop: Stop) -> None:
    app = job_app.serving(worker.kept, worker.parallel)
    with ThreadPoolExecutor(worker.parallel) as threads:
        job_app.as_task(app, lambda context, order: _job(worker, app, threads, context, order))
        async with app.open_async():
            running = asyncio.create_task(
                app.run_worker_async(
                    queues=list(worker.sites) or None,  # type: ignore[arg-type]  # it takes None, for all
                    concurrency=worker.parallel,
                    install_signal_handlers=False,
                    delete_jobs="always",
                    update_heartbeat_interval=worker.lost_after_s / SIGNS,
                    stalled_worker_timeout=86400.0,
                )
            )
            while not running.done() and not stop.asked:
                await asyncio.sleep(LOOK_EVERY_S)
            for each in list(worker.at_work):
                stop.pass_on(each)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def _job(worker: Worker, app: Jobs, threads: ThreadPoolExecutor, context: Job, order: Mapping[str, Any]) -> None:
    if not await _asked(app, order):
        worker.tell(f"{order['target']}: whoever asked for it is gone; it is not begun")
        return
    stop = Stop()
    worker.at_work.add(stop)
    try:
        work = asyncio.get_running_loop().run_in_executor(threads, worker.carry, order, stop)
        said = await _unhurried(work, stop, context)
        await app.connector.execute_query_one_async(fleet("say"), job=context.job.id, said=said)
    finally:
        worker.at_work.discard(stop)


async def _asked(app: Jobs, order: Mapping[str, Any]) -> bool:
    row = await app.connector.execute_query_one_async(fleet("asked"), **key(str(order["asker"])))
    return bool(row["asked"])


async def _unhurried(work: asyncio.Future[str], stop: Stop, context: Job) -> str:
    """Its end. Where whoever asked takes the job back, a statement is cancelled and what it leaves is cleaned up first.
    Where the queue goes away, which ends everything here, what was begun is finished."""
    while True:
        try:
            return await asyncio.shield(work)
        except asyncio.CancelledError:
            if context.should_abort():
                stop.ask(Interrupted)


@contextmanager
def _heard(tell: Callable[[str], None]) -> Iterator[None]:
    logger, handler = logging.getLogger("procrastinate"), job_app.Told(tell)
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.propagate = True
