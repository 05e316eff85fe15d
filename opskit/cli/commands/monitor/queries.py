"""`opskit monitor queries`."""

from __future__ import annotations

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.core.answer import Answer


@opskit_command(
    "Report",
    [
        "opskit monitor queries sql_exporter -O opskit.collector.yml",
        "opskit monitor queries postgres_exporter --major 16 -O queries.yaml",
    ],
    connects=False,
)
@click.argument("exporter", type=click.Choice(["sql_exporter", "postgres_exporter"]), metavar="EXPORTER")
@click.option("--major", type=click.IntRange(14, 18), default=18, show_default=True, help="of the server asked")
def command(exporter: str, major: int) -> Answer[object]:
    """Write the checks that are one query as queries of sql_exporter or postgres_exporter."""
    from opskit.app.monitor_queries import monitor_queries

    return monitor_queries(settings(), exporter, major)
