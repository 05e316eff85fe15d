"""What the application may open by its own configuration: {size, overflow, processes, most, pooled}. `pooled`: it goes
through a PgBouncer."""

from __future__ import annotations

from opskit.app.given import Around, Withheld
from opskit.core.environment import Environment
from opskit.value import asdict


def applies(environment: Environment) -> bool:
    return environment.pool is not None


def gather(around: Around) -> object:
    pool = around.environment.pool
    if pool is None:
        raise Withheld(
            f"nothing is said of the application's pool on {around.environment.name}: "
            "pool = { size = 20, overflow = 10, processes = 4 } in opskit.toml"
        )
    return {**asdict(pool), "most": pool.most, "pooled": bool(around.environment.pgbouncer)}
