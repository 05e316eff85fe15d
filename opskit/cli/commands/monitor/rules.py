"""`opskit monitor rules`."""

from __future__ import annotations

from opskit.cli.command import command as opskit_command
from opskit.cli.opened import settings
from opskit.cli.rule_options import rule_options
from opskit.core.answer import Answer


@opskit_command(
    "Report",
    ["opskit monitor rules --runbook-url https://wiki.example/opskit -O opskit.rules.yml"],
    connects=False,
)
@rule_options
def command(*, runbook_url: str, hold: float, stale_after: float, runbook: str) -> Answer[object]:
    """Write alert rules of Prometheus for all that can be critical: checks, success criteria, and that nobody looks."""
    from opskit.app.monitor_rules import RuleWish, monitor_rules

    return monitor_rules(settings(), RuleWish(runbook_url, hold, stale_after, runbook))
