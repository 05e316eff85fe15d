"""`opskit bloat`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


def _bytes(_context: click.Context, _param: click.Parameter, text: str) -> int:
    from opskit.core.size import parse

    try:
        return parse(text)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


@opskit_command(
    "Deploy",
    [
        "opskit bloat -e production",
        "opskit bloat -e staging --json",
        "opskit bloat -e production --exact jobs",
        "opskit bloat -e production --exact --max-read 500MB",
    ],
)
@click.option("--exact", is_flag=True, help="read the relations (extension pgstattuple), most expected waste first")
@click.option(
    "--max-read", default="2GB", metavar="SIZE", callback=_bytes, help="with --exact: read no more than this (2GB)"
)
@click.argument("relation", nargs=-1)
def command(exact: bool, max_read: int, relation: tuple[str, ...]) -> Answer[Any]:
    """Tell what tables and indexes waste, and name the statement that gives it back."""
    from opskit.app.bloat import bloat, exact_bloat

    context = opened()
    return exact_bloat(context, relation, max_read) if exact else bloat(context, relation)
