"""What alert rules and their tests are written with, which has to be the same for both."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from opskit.cli.lengths import Length

_OPTIONS = (
    click.option("--runbook-url", required=True, metavar="URL", help="of the page that opskit monitor alerts writes"),
    click.option(
        "--for", "hold", type=Length(), default="1m", show_default=True, help="how long before somebody is called"
    ),
    click.option("--stale-after", type=Length(), default="15m", show_default=True, help="how old the last look may be"),
    click.option("--runbook", default="", metavar="NAME", help="whose gates are watched (migration-readiness)"),
)


def rule_options(function: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(_OPTIONS):
        function = option(function)
    return function
