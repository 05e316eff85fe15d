"""Where the standbys of a database are: as opskit.toml says, else as the server sees them come."""

from __future__ import annotations

from collections.abc import Sequence

from psycopg.conninfo import make_conninfo

from opskit.catalog.facts import fact
from opskit.core.environment import Environment
from opskit.core.step import Reader
from opskit.pg.reading import quick
from opskit.value import Value


class Standby(Value):
    """`conninfo` of one that was found is a guess: its own address, with port, database and login of the primary;
    nobody waits long for a guess."""

    name: str
    conninfo: str


def standbys(environment: Environment, db: Reader) -> Sequence[Standby]:
    """`db` is a session on the primary. Those that are declared are all there are; without any, those that stream over
    a network, as far as this login may see where they come from."""
    if environment.replicas:
        return [Standby(f"replica {number}", each) for number, each in enumerate(environment.replicas, 1)]
    return [
        Standby(
            f"standby {row['name']} at {row['host']}",
            quick(make_conninfo(environment.read_conninfo, host=row["host"], hostaddr=row["host"])),
        )
        for row in db.rows(fact("standbys"))
    ]
