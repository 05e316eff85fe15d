"""`opskit verify indexes`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer


@opskit_command(
    "Deploy",
    [
        "opskit verify indexes -e staging",
        "opskit verify indexes idx_jobs_employer_id_status -e staging",
        "opskit verify indexes -e production --require-used",
        "opskit verify indexes -e staging --manifest indexes.sql",
        "opskit verify indexes -e staging --measure --on embedded",
        "opskit verify indexes -e staging --pending --json",
    ],
    formats=("junit", "ansible"),
)
@click.argument("names", metavar="[INDEX]...", nargs=-1)
@click.option("--pending", is_flag=True, help="expect the indexes of all migrations, applied or not")
@click.option("--require-used", is_flag=True, help="exit 1 when one is unused, 3 when its use cannot be told")
@click.option(
    "--manifest", type=click.Path(path_type=Path), metavar="FILE", help="expect the indexes of a file of SQL too"
)
@click.option("--measure", is_flag=True, help="build what is advised on a full copy, time it there, drop the copy")
@click.option(
    "--on",
    default="",
    metavar="ENV",
    help="the copy's server: this environment's, or embedded (the target's)",
    shell_complete=completing.environments,
)
def command(*, names: tuple[str, ...], manifest: Path | None, on: str, **flags: bool) -> Answer[Any]:
    """Find out whether the migrations' indexes are there, valid, as defined, used and not redundant, and what lacks."""
    from opskit.app.indexes_verified import Question
    from opskit.app.verify_indexes import examine_indexes, recorded

    context = opened()
    return recorded(context, examine_indexes(context, Question(**flags, manifest=manifest, names=names, on=on)))
