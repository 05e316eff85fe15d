"""Orders carried out by workers on other machines, over the queue in the database of the ledger. Nothing that changes a
database is ever carried out twice: one whose worker was lost is looked at, and what is pending stays so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opskit import __version__
from opskit.app.context import Context, new_run
from opskit.app.fleet_one import Ended, line
from opskit.app.fleet_running import TargetDone
from opskit.app.stopping import stoppable
from opskit.catalog.document import unpacked
from opskit.core.environment import Environment
from opskit.core.order import Order
from opskit.core.stop import Stop
from opskit.core.target import Target
from opskit.errors import Blocked, OpskitError, Partial
from opskit.store.job_queue import JobQueue, QueueLost, Withdrawn, WorkerLost, job_queue
from opskit.value import Value, replace

# Changes a database; all else is asked of another worker when one was lost.
CHANGES = "apply"
PARTIAL = 8


class Workers(Value):
    """An app.fleet_hands.Hand."""

    context: Context
    queue: JobQueue

    def __call__(self, order: Order, target: Target) -> TargetDone:
        with stoppable(self.context.tell) as stop:
            try:
                return self._answer(order, target, stop)
            except WorkerLost as lost:
                return self._after(order, target, lost.worker, stop)

    def _answer(self, order: Order, target: Target, stop: Stop) -> TargetDone:
        """WorkerLost, that once."""
        answers: list[TargetDone] = []

        def begun(worker: str) -> None:
            if order.word == CHANGES:
                self.context.tell(f"{target.name}: {worker} is at it")

        def work() -> Ended:
            try:
                said = self.queue.ask(target.name, target.site, self._written(order, target), stop, begun)
            except Withdrawn as error:
                raise stop.error("it was not begun") from error
            except QueueLost as lost:
                raise _unheard(order, lost.error) from lost
            answers.append(unpacked(said, TargetDone))
            return 0, False, "", None

        ended = line(target, order.run, work)
        return replace(answers[0], wave=target.wave, host=target.host) if answers else ended

    def _written(self, order: Order, target: Target) -> dict[str, object]:
        return {
            "target": target.name, "word": order.word, "run": order.run, "given": dict(order.given),
            "asker": self.context.run, "operator": self.context.operator, "opskit": __version__,
        }  # fmt: skip

    def _after(self, order: Order, target: Target, worker: str, stop: Stop) -> TargetDone:
        """What only reads is asked again, once. What changes is unknown, and looked at."""
        context = replace(self.context, environment=target.environment, run=order.run)
        context.record("fleet.unknown", subject=order.word, worker=worker)
        self.context.tell(f"{target.name}: {worker} was lost; looking what became of it")
        if order.word != CHANGES:
            return self._second(replace(order, run=new_run()), target, stop)
        looked = self._second(Order("settle", new_run(), {"to": order.given["to"]}), target, stop)
        told = f"unknown, for {worker} was lost; {looked.text}"
        code = PARTIAL if looked.exit_code else 0
        changed = looked.changed or looked.data is None  # what could not be looked at may have been changed
        return replace(looked, exit_code=code, changed=changed, run=order.run, text=told)

    def _second(self, order: Order, target: Target, stop: Stop) -> TargetDone:
        try:
            return self._answer(order, target, stop)
        except WorkerLost as lost:
            told = f"{lost.worker} was lost too"
            return line(target, order.run, lambda: (PARTIAL, False, told, None))


def _unheard(order: Order, error: Exception) -> Exception:
    """A change may have been made that nobody was told of."""
    if order.word != CHANGES:
        return error
    why = error.why or error.what if isinstance(error, OpskitError) else repr(error)
    return Partial("unknown, for the queue went away", why, "opskit fleet apply   (looks, and goes on)")


@contextmanager
def workers(context: Context) -> Iterator[Workers]:
    """Blocked without a ledger in PostgreSQL, or where the queue is not made; Unreachable where no worker lives."""
    with job_queue(shared_by(context), context.run, context.settings.fleet.lost_after_s, context.tell) as queue:
        yield Workers(context, queue)


def shared_by(context: Context) -> Environment:
    """The database that the ledger and the queue are in."""
    if context.settings.ledger_server is None:
        raise Blocked(
            "workers share a ledger in PostgreSQL, and this one is a file (nothing was changed)",
            str(context.settings.ledger),
            '[ledger] service = "…" and [fleet] by = "workers" in opskit.toml, then opskit ledger init -n',
        )
    return context.settings.ledger_server
