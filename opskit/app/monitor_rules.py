"""`opskit monitor rules` and `rule-tests`: the alerts as Prometheus reads them, and a trial of each for promtool."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from opskit.app.monitor_alerts import STALE_AFTER_S, alerts
from opskit.catalog.configuration import Settings
from opskit.core import duration
from opskit.core.alert import ENVIRONMENT, Alert, literal, quoted
from opskit.core.answer import Answer
from opskit.errors import UsageFault
from opskit.value import Value

Document = dict[str, Any]
# A trial has a sample a minute: sound for half an hour, then broken.
_SOUND = 30


class RuleWish(Value):
    """`page` is the address of the page that opskit monitor alerts writes; `hold_s`: how long a thing has to be wrong
    before somebody is called."""

    page: str
    hold_s: float = 60.0
    stale_after_s: float = STALE_AFTER_S
    runbook: str = ""


def monitor_rules(settings: Settings, wish: RuleWish) -> Answer[Document]:
    """UsageFault for a page that is no address."""
    return Answer("monitor-rules", rules(_alerts(settings, wish), wish))


def monitor_rule_tests(settings: Settings, wish: RuleWish, file: str) -> Answer[Document]:
    """`file` is the name of the file with the rules, beside that of the tests."""
    return Answer("monitor-rule-tests", tests(_alerts(settings, wish), wish, file))


def _alerts(settings: Settings, wish: RuleWish) -> Sequence[Alert]:
    if not wish.page.startswith(("https://", "http://")):
        hint = "--runbook-url https://wiki.example/opskit   (opskit monitor alerts -o markdown writes the page)"
        raise UsageFault(f"{wish.page!r} is no address of a page", "an alert has to say where to read on", hint)
    return alerts(settings, wish.runbook, wish.stale_after_s)


def rules(of: Sequence[Alert], wish: RuleWish) -> Document:
    groups = dict.fromkeys(each.group for each in of)
    return {
        "groups": [{"name": name, "rules": [_rule(each, wish) for each in of if each.group == name]} for name in groups]
    }


def _rule(alert: Alert, wish: RuleWish) -> Document:
    annotations = _annotations(alert, wish)
    return {
        "alert": alert.name,
        "expr": alert.expr,
        "for": duration.written(timedelta(seconds=wish.hold_s)),
        "labels": {"severity": alert.severity.value},
        "annotations": {**annotations, "runbook_url": literal(annotations["runbook_url"])},
    }


def _annotations(alert: Alert, wish: RuleWish) -> dict[str, str]:
    return {
        "summary": alert.summary,
        "description": f"{alert.description} Next: {alert.first}",
        "runbook_url": f"{wish.page}#{alert.anchor}",
    }


def tests(of: Sequence[Alert], wish: RuleWish, file: str) -> Document:
    return {"rule_files": [file], "evaluation_interval": "1m", "tests": [_test(each, wish) for each in of]}


def _test(alert: Alert, wish: RuleWish) -> Document:
    """Quiet while all is sound, and firing once it has been wrong for long enough."""
    waits = wish.hold_s + (wish.stale_after_s if alert.expr.startswith("time()") else 0)
    late = _SOUND + 4 + int(waits // 60)
    series = alert.trial
    values = f"{series.sound.format(n=_SOUND)} {series.broken.format(n=late)}"
    return {
        "name": alert.name,
        "interval": "1m",
        "input_series": [{"series": f"{series.name}{_labels(series.labels)}", "values": values}],
        "alert_rule_test": [
            {"eval_time": f"{_SOUND}m", "alertname": alert.name, "exp_alerts": []},
            {"eval_time": f"{late}m", "alertname": alert.name, "exp_alerts": [_expected(alert, wish)]},
        ],
    }


def _labels(labels: Any) -> str:
    return "{" + ",".join(f"{name}={quoted(value)}" for name, value in labels.items()) + "}"


def _expected(alert: Alert, wish: RuleWish) -> Document:
    kept = {} if alert.expr.startswith("absent") else dict(alert.trial.labels)
    told = {name: _filled(text, alert) for name, text in _annotations(alert, wish).items()}
    return {"exp_labels": {**kept, "severity": alert.severity.value}, "exp_annotations": told}


def _filled(text: str, alert: Alert) -> str:
    """As the server writes it."""
    labels = alert.trial.labels
    filled = text.replace(ENVIRONMENT, labels["environment"]).replace("{{ $labels.check }}", labels.get("check", ""))
    return filled.replace('{{ "{{" }}', "{{")
