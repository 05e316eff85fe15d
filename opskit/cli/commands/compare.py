"""`opskit compare`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings, voice
from opskit.core.answer import Answer
from opskit.core.schema_object import KINDS


@opskit_command(
    "Gate",
    [
        "opskit compare staging production",
        "opskit compare staging production --privileges --json",
        "opskit compare staging production --only index --only constraint --schema public",
    ],
    connects=False,
    formats=("junit",),
)
@click.argument("a", shell_complete=completing.environments)
@click.argument("b", shell_complete=completing.environments)
@click.option("--only", multiple=True, type=click.Choice(KINDS), metavar="KIND", help="of this kind; may be repeated")
@click.option("--schema", "schemas", multiple=True, metavar="NAME", help="in this schema; may be repeated")
@click.option("--privileges", is_flag=True, help="owners, grants, default privileges and user mappings too")
def command(*, a: str, b: str, only: tuple[str, ...], schemas: tuple[str, ...], privileges: bool) -> Answer[Any]:
    """Compare the schemas of two environments, what was applied to each, and the settings that matter."""
    from opskit.app.compare import compare
    from opskit.app.compared_scope import Scope

    return compare(settings(), a, b, voice(), Scope(only, schemas, privileges))
