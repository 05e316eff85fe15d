"""`opskit monitor dashboard`: a dashboard of Grafana in its classic JSON model (grafana/grafana,
kinds/dashboard/dashboard_kind.cue, schemaVersion 36, which later versions migrate when they load it)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from opskit.app.check_catalogue import NEWEST
from opskit.catalog import check_names
from opskit.catalog import checks as catalog
from opskit.catalog.configuration import Settings
from opskit.core.alert import quoted
from opskit.core.answer import Answer

Document = dict[str, Any]
_SCHEMA = 36
_SOURCE = {"type": "prometheus", "uid": "${datasource}"}
_WHERE = 'environment=~"$environment"'
_VERDICTS = {"0": ("pass", "green"), "1": ("fail", "red"), "2": ("inconclusive", "orange")}
_GATES = {**_VERDICTS, "3": ("marginal", "yellow"), "4": ("running", "blue")}
_UP = {"0": ("down", "red"), "1": ("up", "green")}
# What has to do with space that nobody uses; the checks of the dimension indexes are a row of their own.
_BLOAT = ("dead_tuples", "gin_pending_list_long", "index_bloat", "table_bloat", "updates_not_hot", "vacuum_backlog",
          "vacuum_horizon_held", "visibility_map_sparse")  # fmt: skip


def monitor_dashboard(settings: Settings) -> Answer[Document]:
    known = set(check_names.slugs(settings.checks))
    indexes = [each.slug for each in catalog.load_all(NEWEST, settings.checks) if each.dimension == "indexes"]
    rows = [
        ("Overview", _overview()),
        ("Indexes", _of_checks("indexes", indexes)),
        ("Bloat", _of_checks("bloat", [slug for slug in _BLOAT if slug in known])),
        ("Gate", _gate()),
    ]
    return Answer("monitor-dashboard", _dashboard(list(_placed(rows))))


def _dashboard(panels: Sequence[Document]) -> Document:
    return {
        "uid": "opskit-database", "title": "opskit: the database", "tags": ["opskit", "postgresql"],
        "description": "What the checks and gates of opskit say. Written by opskit monitor dashboard.",
        "style": "dark", "timezone": "browser", "editable": True, "graphTooltip": 1, "schemaVersion": _SCHEMA,
        "version": 1, "refresh": "1m", "time": {"from": "now-24h", "to": "now"},
        "templating": {"list": [_datasource(), _environment()]}, "annotations": {"list": []}, "links": [],
        "panels": list(panels),
    }  # fmt: skip


def _datasource() -> Document:
    return {"name": "datasource", "label": "Prometheus", "type": "datasource", "query": "prometheus", "hide": 0}


def _environment() -> Document:
    query = {"query": "label_values(opskit_up, environment)", "refId": "environment"}
    return {
        "name": "environment", "label": "Environment", "type": "query", "datasource": _SOURCE, "query": query,
        "refresh": 2, "sort": 1, "multi": True, "includeAll": True, "hide": 0,
    }  # fmt: skip


def _placed(rows: Sequence[tuple[str, Sequence[Document]]]) -> Iterator[Document]:
    """Under each other and beside each other, 24 columns wide."""
    number, y = 0, 0
    for title, panels in rows:
        number += 1
        yield {"id": number, "type": "row", "title": title, "collapsed": False, "panels": [],
               "gridPos": {"x": 0, "y": y, "w": 24, "h": 1}}  # fmt: skip
        x, y, deepest = 0, y + 1, 0
        for panel in panels:
            number += 1
            width, height = panel["gridPos"]["w"], panel["gridPos"]["h"]
            if x + width > 24:
                x, y, deepest = 0, y + deepest, 0
            yield {**panel, "id": number, "gridPos": {"x": x, "y": y, "w": width, "h": height}}
            x, deepest = x + width, max(deepest, height)
        y += deepest


def _overview() -> list[Document]:
    return [
        _stat("Database", f"opskit_up{{{_WHERE}}}", _UP),
        _stat("Verdict", f"opskit_verdict{{{_WHERE}}}", _VERDICTS),
        _stat("Score, at least", f"opskit_score{{{_WHERE}}}", {}),
        _stat("Seen", f"opskit_coverage_ratio{{{_WHERE}}}", {}, "percentunit"),
        _stat("Last look", f"time() - opskit_last_look_timestamp_seconds{{{_WHERE}}}", {}, "s"),
        _stat("Critical findings", f'sum by (environment) (opskit_check_findings{{{_WHERE},severity="critical"}})', {}),
        _lines("Score of each dimension, at least", f"opskit_dimension_score{{{_WHERE}}}",
               "{{environment}} {{dimension}}"),
        _lines("Findings by severity", f"sum by (environment, severity) (opskit_check_findings{{{_WHERE}}})",
               "{{environment}} {{severity}}"),
        _table("Checks that fail", f"opskit_check_verdict{{{_WHERE}}} == 1"),
        _table("Checks that cannot tell", f"opskit_check_verdict{{{_WHERE}}} == 2"),
    ]  # fmt: skip


def _of_checks(what: str, slugs: Sequence[str]) -> list[Document]:
    chosen = f"{_WHERE},check=~{quoted('|'.join(slugs))}"
    return [
        _states(f"Verdicts: {what}", f"opskit_check_verdict{{{chosen}}}", "{{environment}} {{check}}", _VERDICTS),
        _lines(f"Findings: {what}", f"sum by (environment, check) (opskit_check_findings{{{chosen}}}) > 0",
               "{{environment}} {{check}}"),
    ]  # fmt: skip


def _gate() -> list[Document]:
    legend = "{{environment}} {{gate}} {{metric}}"
    ratio = f"opskit_gate_metric_value{{{_WHERE}}} / (opskit_gate_metric_limit{{{_WHERE}}} != 0)"
    return [
        _states("Gates", f"opskit_gate_verdict{{{_WHERE}}}", "{{environment}} {{gate}}", _GATES),
        _states("Success criteria", f"opskit_gate_metric_verdict{{{_WHERE}}}", legend, _VERDICTS),
        _lines("What was measured", f"opskit_gate_metric_value{{{_WHERE}}}", f"{legend} {{{{name}}}}"),
        _lines("Measured, as a part of its limit", ratio, f"{legend} {{{{name}}}}", "percentunit"),
    ]


def _panel(kind: str, title: str, expr: str, size: tuple[int, int], more: Mapping[str, Any]) -> Document:
    target = {"refId": "A", "datasource": _SOURCE, "expr": expr}
    width, height = size
    return {
        "type": kind, "title": title, "datasource": _SOURCE, "gridPos": {"w": width, "h": height},
        "targets": [{**target, **more.get("target", {})}],
        "fieldConfig": {"defaults": more.get("defaults", {}), "overrides": []}, "options": more.get("options", {}),
    }  # fmt: skip


def _stat(title: str, expr: str, words: Mapping[str, tuple[str, str]], unit: str = "none") -> Document:
    options = {"reduceOptions": {"calcs": ["lastNotNull"], "values": False, "fields": ""}, "textMode": "auto"}
    target = {"legendFormat": "{{environment}}", "instant": True}
    defaults = {"unit": unit, "mappings": _mappings(words)}
    return _panel("stat", title, expr, (4, 4), {"options": options, "target": target, "defaults": defaults})


def _lines(title: str, expr: str, legend: str, unit: str = "none") -> Document:
    options = {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi", "sort": "desc"}}
    more = {"options": options, "target": {"legendFormat": legend}, "defaults": {"unit": unit, "min": 0}}
    return _panel("timeseries", title, expr, (12, 9), more)


def _states(title: str, expr: str, legend: str, words: Mapping[str, tuple[str, str]]) -> Document:
    more = {"options": {"showValue": "never"}, "target": {"legendFormat": legend},
            "defaults": {"mappings": _mappings(words)}}  # fmt: skip
    return _panel("state-timeline", title, expr, (12, 9), more)


def _table(title: str, expr: str) -> Document:
    panel = _panel("table", title, expr, (12, 9), {"target": {"format": "table", "instant": True}})
    hidden = {"Time": True, "Value": True, "__name__": True, "instance": True, "job": True}
    return {**panel, "transformations": [{"id": "organize", "options": {"excludeByName": hidden}}]}


def _mappings(words: Mapping[str, tuple[str, str]]) -> list[Document]:
    options = {key: {"text": text, "color": colour} for key, (text, colour) in words.items()}
    return [{"type": "value", "options": options}] if options else []
