"""`opskit fleet check`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.fleet_options import pick, terms, terms_options
from opskit.cli.opened import everywhere
from opskit.core.answer import Answer


@opskit_command(
    "Other",
    ["opskit fleet check", "opskit fleet check index_invalid --parallel 8 --json"],
    connects=False,
    formats=("ansible",),
)
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@terms_options
def command(slugs: tuple[str, ...], **given: Any) -> Answer[Any]:
    """Run all checks, or some, on every database of the fleet, with one line for each."""
    from opskit.app.fleet import fleet_check

    return fleet_check(everywhere(), pick(given), terms(given), slugs)
