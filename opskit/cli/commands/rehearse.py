"""`opskit rehearse`."""

from __future__ import annotations

from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.cli.plan_options import accept_option, as_written_option, wished
from opskit.core.answer import Answer


@opskit_command(
    "Prepare",
    [
        "opskit rehearse -e production --to h8c2d6e5f4g3",
        "opskit rehearse -e production --on staging --copy full --to h8c2d6e5f4g3 --json",
    ],
    formats=("jsonl",),
)
@click.option("--to", default="", metavar="REVISION", help="up to this revision (all pending ones)")
@click.option(
    "--copy",
    type=click.Choice(["schema", "full"]),
    default="schema",
    help="the schema with up to 1,000 rows of each table (schema), or everything",
)
@click.option(
    "--on",
    default="",
    metavar="ENV",
    help="on this environment's server, or embedded (the target's own)",
    shell_complete=completing.environments,
)
@as_written_option
@accept_option
def command(*, to: str, copy: str, on: str, as_written: bool, accept: tuple[str, ...]) -> Answer[Any]:
    """Prove the way back on a scratch copy: apply, roll back, compare fingerprints, apply again."""
    from opskit.app.rehearse import rehearse

    return rehearse(opened(), wished(to, accept, as_written), copy, on)
