"""`opskit check run`, which is `opskit check`."""

from __future__ import annotations

import click

from opskit.cli import completing
from opskit.cli.command import command as opskit_command
from opskit.cli.command import option
from opskit.cli.lengths import Length
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
        "opskit check -e staging --fail-on warning --explain-score",
        "opskit check -e staging --dimension queries --over 1s",
        "opskit check -e staging -O checks.xml",
        "opskit check index_invalid wraparound -e production -o nagios",
    ],
    formats=("junit", "nagios", "ansible"),
)
@click.argument("slugs", nargs=-1, metavar="[SLUG]...", shell_complete=completing.checks)
@click.option(
    "--only",
    multiple=True,
    metavar="SLUG",
    help="the same as naming it; may be repeated",
    shell_complete=completing.checks,
)
@click.option("--dimension", type=click.Choice(DIMENSIONS), metavar="NAME", help="only those of this dimension")
@click.option(
    "--fail-on", default="critical", type=click.Choice([each.value for each in Severity]), metavar="SEVERITY",
    help="exit 1 at findings of info, warning or critical (critical) and above",
)  # fmt: skip
@click.option("--over", type=Length(), help="look at counters twice, so long apart; else from where they began")
@click.option("--explain-score", is_flag=True, help="show the formula, and where the points were lost")
def command(
    *,
    slugs: tuple[str, ...],
    only: tuple[str, ...],
    dimension: str | None,
    fail_on: str,
    over: float | None,
    explain_score: bool,
) -> Answer[object]:
    """Run the checks: findings, what mends each of them, scores."""
    from opskit.app.check import Inquiry, check, with_explanation
    from opskit.app.check_plugin import as_plugin

    asked = Inquiry((*slugs, *only), dimension or "", Severity(fail_on), over or 0.0)
    answer = check(opened(), asked)
    if option("output") == "nagios":
        return as_plugin(answer, asked)
    return with_explanation(answer) if explain_score else answer
