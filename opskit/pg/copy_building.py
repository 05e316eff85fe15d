"""Indexes built on a copy that is thrown away."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

import psycopg
from psycopg.conninfo import conninfo_to_dict

from opskit.core.environment import Environment
from opskit.errors import Blocked
from opskit.pg import faults
from opskit.pg.connection import ENDS_WITH_ITS_CLIENT, connect
from opskit.pg.scratch_database import APPLICATION, PREFIX

_SETTINGS = {**ENDS_WITH_ITS_CLIENT, "statement_timeout": "0"}


def settled(copy: Environment) -> None:
    """With the statistics and the visibility map of a database that has been at work."""
    _execute(copy, ["vacuum (analyze)"])


def built(copy: Environment, statements: Sequence[str]) -> list[float]:
    """Seconds that each took. Blocked for any database that is no copy."""
    return _execute(copy, statements)


def _execute(copy: Environment, statements: Sequence[str]) -> list[float]:
    if not str(conninfo_to_dict(copy.conninfo).get("dbname")).startswith(PREFIX):
        raise Blocked(
            f"{copy.name} is no copy (nothing was changed)", "only on a copy is something built to be measured"
        )
    took = []
    with connect(copy.name, copy.reached(copy.conninfo), APPLICATION, _SETTINGS) as connection:
        for statement in statements:
            start = perf_counter()
            try:
                connection.execute(statement.encode())
            except psycopg.Error as error:
                raise faults.writing(error, "on the copy") from error
            took.append(perf_counter() - start)
    return took
