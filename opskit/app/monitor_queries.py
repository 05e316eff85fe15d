"""`opskit monitor queries`: the checks as queries of an exporter that is in use already. Only those that are one query
and nothing else: without what a check is given from outside, without extensions, and without looks of opskit's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from opskit.app.checking import load, wrapped
from opskit.catalog.configuration import Settings
from opskit.core.answer import Answer
from opskit.core.check import Check
from opskit.core.verdict import Severity

Document = dict[str, Any]
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
# A row of a check says `severity` where it is another than the check's, and `seen` where that may be false. `row` is
# the finding as an object, so that a check without these columns is asked the same way.
_COUNTED = """\
with found as materialized (
    select pg_catalog.to_jsonb(f) as row
    from (
{query}
    ) as f
)
select
    s.severity,
    pg_catalog.count(found.row) filter (
        where coalesce((found.row ->> 'seen')::boolean, true)
            and coalesce(found.row ->> 'severity', '{severity}') = s.severity
    ) as findings,
    pg_catalog.count(*) filter (where not coalesce((found.row ->> 'seen')::boolean, true)) as unseen
from pg_catalog.unnest(array[{severities}]) with ordinality as s (severity, place)
left join found on true
group by s.severity, s.place
order by s.place"""
_HELP = "How many findings a check has; severity is theirs."
_UNSEEN = "How much of it this login cannot see: no data is no pass."


def monitor_queries(settings: Settings, exporter: str, major: int) -> Answer[Document]:
    """`exporter` is a key of EXPORTERS; the queries are those for servers of this major version."""
    return Answer("monitor-queries", EXPORTERS[exporter](portable(load(settings, major))))


def portable(checks: Sequence[Check]) -> list[Check]:
    return [each for each in checks if not _is_more_than_a_query(each)]


def _is_more_than_a_query(check: Check) -> bool:
    """A given, a refinement, an extension that may be missing, or rows that opskit asks the server about anew."""
    extension = any(need.startswith("extension ") for need in check.needs)
    return bool(check.given or check.fact or extension or re.search(r"\bas probe\b", check.query))


def counted(check: Check) -> str:
    """A query with a row for each severity the check can report: severity, findings, unseen."""
    severities = ", ".join(f"'{each}'" for each in Severity if check.capable.at_least(each))
    query = _PLACEHOLDER.sub(lambda found: _literal(check.params[found[1]]), wrapped(check))
    lines = "\n".join(f"        {line}" if line else "" for line in query.split("\n"))
    return _COUNTED.format_map({"query": lines, "severity": check.severity, "severities": severities})


def _literal(value: str | int | float | bool) -> str:
    """As the driver hands over a parameter: text without a type, a float as double precision."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value!r}::double precision"
    return "'" + value.replace("'", "''") + "'"


def _sql_exporter(checks: Sequence[Check]) -> Document:
    """A collector of sql_exporter (free/sql_exporter and burningalchemist/sql_exporter): one query, two metrics."""
    metrics: list[Document] = []
    for each in checks:
        metrics += [_sql_metric(each, "findings", _HELP), _sql_metric(each, "unseen", _UNSEEN)]
    queries = [{"query_name": each.slug, "query": counted(each)} for each in checks]
    return {"collector_name": "opskit", "min_interval": "60s", "metrics": metrics, "queries": queries}


def _sql_metric(check: Check, column: str, text: str) -> Document:
    return {
        "metric_name": f"opskit_{check.slug}_{column}",
        "type": "gauge",
        "help": f"{check.title}. {text}",
        "key_labels": ["severity"],
        "values": [column],
        "query_ref": check.slug,
    }


def _postgres_exporter(checks: Sequence[Check]) -> Document:
    """The file of --extend.query-path of postgres_exporter; a metric is named opskit_<check>_<column>."""
    return {f"opskit_{each.slug}": _postgres_query(each) for each in checks}


def _postgres_query(check: Check) -> Document:
    return {
        "query": counted(check),
        "master": False,
        "metrics": [
            {"severity": {"usage": "LABEL", "description": "The severity of the findings."}},
            {"findings": {"usage": "GAUGE", "description": f"{check.title}. {_HELP}"}},
            {"unseen": {"usage": "GAUGE", "description": _UNSEEN}},
        ],
    }


EXPORTERS: Mapping[str, Callable[[Sequence[Check]], Document]] = {
    "sql_exporter": _sql_exporter,
    "postgres_exporter": _postgres_exporter,
}
