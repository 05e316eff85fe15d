"""`opskit check run`, which is `opskit check`."""

from __future__ import annotations

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import opened
from opskit.core.answer import Answer
from opskit.core.check import DIMENSIONS
from opskit.core.verdict import Severity


@opskit_command(
    "Deploy",
    [
        "opskit check -e staging",
        "opskit check -e production --dimension indexes",
        "opskit check index_invalid sequence_exhaustion -e production --json",
        "opskit check -e staging --fail-on warning",
    ],
)
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--dimension", type=click.Choice(DIMENSIONS), metavar="NAME", help="only those of this dimension")
@click.option(
    "--fail-on", default="critical", type=click.Choice([each.value for each in Severity]), metavar="SEVERITY",
    help="exit 1 at findings of info, warning or critical (critical) and above",
)  # fmt: skip
def command(slugs: tuple[str, ...], dimension: str | None, fail_on: str) -> Answer[object]:
    """Run the checks: findings, what mends each of them, scores."""
    from opskit.app.check import check

    return check(opened(), slugs, dimension or "", Severity(fail_on))
