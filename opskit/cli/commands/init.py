"""`opskit init`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.core.answer import Answer


@opskit_command(
    "Prepare",
    ["opskit init -n", "opskit init --service mydb", "opskit init --service mydb --migrations sql/migrations"],
    connects=False,
)
@click.option(
    "--service", "services", multiple=True, metavar="NAME", help="a section of ~/.pg_service.conf; may repeat"
)
@click.option("--migrations", default="", metavar="PATH", help="the folder of SQL migrations")
@click.option("-n", "--dry-run", is_flag=True, help="print it and write nothing (exit 10)")
def command(services: tuple[str, ...], migrations: str, dry_run: bool) -> Answer[Any]:
    """Write a commented opskit.toml into this folder; one that is there is left alone."""
    from opskit.app.init import init

    return init(Path.cwd(), services, migrations, dry_run)
