"""procrastinate, which keeps the queue of a fleet in the database of the ledger. It is met here only.

Its own schema manager and command line are not used: what is made is a plan of opskit, and jobs are neither retried nor
begun a second time by anybody."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version as version_of
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

from opskit.core.environment import Environment
from opskit.errors import MissingExtra, Unreachable

if TYPE_CHECKING:
    from procrastinate import App
    from procrastinate.job_context import JobContext

    # As the modules beside this one name them.
    Jobs: TypeAlias = App
    Job: TypeAlias = JobContext

SCHEMA, TASK = "opskit_fleet", "opskit.fleet"
_SEARCH_PATH = f"set search_path = {SCHEMA}"


def version() -> str:
    """Of procrastinate, as its schema goes with it. MissingExtra without it."""
    _needed()
    return version_of("procrastinate")


def script() -> str:
    """What it makes for itself, as one statement that makes all of it or nothing."""
    _needed()
    from procrastinate.schema import SchemaManager

    return (
        f"do $opskit$ begin\nperform pg_catalog.set_config('search_path', '{SCHEMA}', true);\n"
        f"execute $script$\n{SchemaManager.get_schema()}\n$script$;\n"
        f"comment on schema {SCHEMA} is 'procrastinate {version()}';\nend $opskit$"
    )


def _needed() -> None:
    if find_spec("procrastinate") is None:
        raise MissingExtra(
            "workers of a fleet need procrastinate (nothing was changed)", "", "pip install 'opskit[fleet]'"
        )


@contextmanager
def asking(kept: Environment) -> Iterator[App]:
    """For one who hands jobs in."""
    from procrastinate import App, SyncPsycopgConnector

    def configure(connection: Any) -> None:
        connection.execute(_SEARCH_PATH)
        connection.commit()

    app = App(connector=SyncPsycopgConnector(**_pool(kept, 2), configure=configure))
    with translated(kept), app.open():
        yield app


def serving(kept: Environment, most: int) -> App:
    """For one who carries them out, on an event loop; `most` at a time."""
    from procrastinate import App, PsycopgConnector

    async def configure(connection: Any) -> None:
        await connection.execute(_SEARCH_PATH)
        await connection.commit()

    return App(connector=PsycopgConnector(**_pool(kept, most + 2), configure=configure))


def _pool(kept: Environment, most: int) -> dict[str, Any]:
    """A connection is opened when it is wanted."""
    return {
        "conninfo": kept.reached(kept.conninfo),
        "kwargs": {"application_name": "opskit fleet"},
        "min_size": 1,
        "max_size": most,
        "timeout": 5.0,  # seconds for a connection, after which the queue counts as gone
    }


def hand_in(app: App, target: str, site: str, order: Mapping[str, Any]) -> int:
    """The number of the job. Of one target one is done after the other."""
    job = app.configure_task(TASK, queue=site or "default", lock=target, allow_unknown=True)
    return job.defer(order=dict(order))


def withdraw(app: App, job: int) -> bool:
    """Whether it had not been begun; one that has is asked to stop."""
    if app.job_manager.cancel_job_by_id(job, delete_job=True):
        return True
    app.job_manager.cancel_job_by_id(job, abort=True)
    return False


def bury(kept: Environment, jobs: Sequence[int]) -> None:
    """Jobs of workers that are gone are ended, so that their targets are free."""
    from procrastinate.jobs import Status

    async def ended() -> None:
        app = serving(kept, 1)
        async with app.open_async():
            for job in jobs:
                await app.job_manager.finish_job_by_id_async(job, Status.FAILED, delete_job=True)

    with translated(kept):
        asyncio.run(ended())


def as_task(app: App, work: Callable[[JobContext, dict[str, Any]], Any]) -> None:
    """`work(context, order)`, a coroutine, is what a job does."""

    @app.task(name=TASK, pass_context=True)
    async def task(context: JobContext, order: dict[str, Any]) -> None:
        await work(context, order)


@contextmanager
def translated(kept: Environment) -> Iterator[None]:
    from procrastinate.exceptions import ConnectorException

    try:
        yield
    except ConnectorException as error:
        cause = error.__cause__ or error
        raise Unreachable(f"the queue of {kept.name} does not answer", str(cause), "opskit doctor") from error


class Told(logging.Handler):
    """What procrastinate has to complain of, without its tracebacks."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(f"procrastinate: {record.getMessage()}")
