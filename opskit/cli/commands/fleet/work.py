"""`opskit fleet work`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.fleet_options import pick, pick_options
from opskit.cli.opened import everywhere
from opskit.core.answer import Answer


@opskit_command("Other", ["opskit fleet work", "opskit fleet work --site eu --parallel 8"], connects=False)
@click.option("--site", "sites", multiple=True, metavar="NAME", help="take orders for databases of this site alone")
@click.option(
    "--parallel", type=click.IntRange(1, 256), default=16, show_default=True, metavar="N", help="orders at a time"
)
@pick_options
def command(sites: tuple[str, ...], parallel: int, **given: Any) -> Answer[Any]:
    """Carry out what other machines order with --by workers, until it is stopped."""
    from opskit.app.fleet_serve import Serving, fleet_work

    return fleet_work(everywhere(), Serving(pick(given), sites, parallel))
