"""`opskit monitor rule-tests`."""

from __future__ import annotations

import click

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.cli.rule_options import rule_options
from opskit.core.answer import Answer


@opskit_command(
    "Report",
    ["opskit monitor rule-tests --runbook-url https://wiki.example/opskit -O opskit.rules.test.yml"],
    connects=False,
)
@rule_options
@click.option("--rules", default="opskit.rules.yml", show_default=True, metavar="FILE", help="the rules, beside it")
def command(*, runbook_url: str, hold: float, stale_after: float, runbook: str, rules: str) -> Answer[object]:
    """Write a test of every alert rule for `promtool test rules`: quiet while all is sound, and then it fires."""
    from opskit.app.monitor_rules import RuleWish, monitor_rule_tests

    return monitor_rule_tests(settings(), RuleWish(runbook_url, hold, stale_after, runbook), rules)
