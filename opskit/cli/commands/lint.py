"""`opskit lint`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.command import option
from opskit.cli.opened import opened, settings
from opskit.core.answer import Answer


@opskit_command(
    "Prepare",
    ["opskit lint", "opskit lint -e staging", "opskit lint --fail-on critical -o sarif"],
    formats=("sarif", "github", "junit"),
)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH]...")
@click.option(
    "--fail-on",
    type=click.Choice(["info", "warning", "critical"]),
    default="warning",
    show_default=True,
    help="exit 1 at findings of this severity or above (3 where only the catalog can tell)",
)
def command(paths: tuple[Path, ...], fail_on: str) -> Answer[Any]:
    """Say what migrations would lock if run as they are; with -e or --dsn exactly, and only what is pending there."""
    from opskit.app.lint import lint
    from opskit.core.verdict import Severity

    asked = option("env") or option("dsn")
    return lint(settings(), paths, Severity(fail_on), opened() if asked else None)
