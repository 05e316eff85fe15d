"""What the environment's PgBouncer says: {pools [SHOW POOLS], databases [SHOW DATABASES], config {key: value}}."""

from __future__ import annotations

from opskit.app.given import Around, Withheld
from opskit.core.environment import Environment
from opskit.pg.pgbouncer import shown


def applies(environment: Environment) -> bool:
    return bool(environment.pgbouncer)


def gather(around: Around) -> object:
    if not around.environment.pgbouncer:
        raise Withheld(f'no PgBouncer is named for {around.environment.name}: pgbouncer = "SERVICE" in opskit.toml')
    console = around.environment.reached(around.environment.pgbouncer)
    tables = shown(console, around.application, ("pools", "databases", "config"))
    return {**tables, "config": {row["key"]: row["value"] for row in tables["config"]}}
