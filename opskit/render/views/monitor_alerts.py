"""The page of `opskit monitor alerts`: what each alert means and the first command. A rule's runbook_url leads to the
heading of its alert."""

from __future__ import annotations

from opskit.app.monitor_alerts import Alerts
from opskit.core.alert import ENVIRONMENT, Alert
from opskit.core.answer import Answer
from opskit.render.blocks import Block, Code, Heading, Line


def blocks(answer: Answer[Alerts]) -> list[Block]:
    found: list[Block] = [Line(f"{len(answer.data.alerts)} alerts. Replace NAME by the environment the alert names.")]
    for each in answer.data.alerts:
        found += _alert(each)
    return found


def _alert(alert: Alert) -> list[Block]:
    return [
        Heading(alert.name),
        Line(f"It watches {alert.watches}: {_told(alert.summary)}.", alert.severity),
        Line(_told(alert.description)),
        Code(_told(alert.first)),
    ]


def _told(text: str) -> str:
    return text.replace(ENVIRONMENT, "NAME").replace("{{ $labels.check }}", "a check").replace('{{ "{{" }}', "{{")
