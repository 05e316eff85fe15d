"""`opskit monitor rules`, `rule-tests`, `alerts`, `queries` and `dashboard`: what other programs read, read by them."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fixtures.program import Project
from fixtures.server import Connect
from monitoring.grafana import faults, unknown

from opskit.app.check_catalogue import NEWEST
from opskit.app.monitor_queries import counted, portable
from opskit.catalog.checks import load_all
from opskit.core.verdict import Severity

On = Callable[[str], Project]
PAGE = ("--runbook-url", "https://wiki.example/opskit")
CRITERIA = {
    "indexes-used", "search-latency", "duplicates", "cache-hit", "pool-use", "error-rate", "user-reports",
    "dashboard-load",
}  # fmt: skip
OWN = """\
-- title: An "own" check: {{ $labels.x }} and 'more' # of \u202e it
-- dimension: schema
-- severity: critical
-- since: 14
-- remedy: by hand
-- why: {{ .Broken }} templates, \\backslashes\\ and | pipes are only text
select 'x' as object, 'y' as message
"""


def written(project: Project, *more: str) -> tuple[Path, Path]:
    """The files of rules and of their tests."""
    rules, tests = project.place / "opskit.rules.yml", project.place / "opskit.rules.test.yml"
    project.run("monitor", "rules", *PAGE, *more, "-O", str(rules)).exits(0)
    project.run("monitor", "rule-tests", *PAGE, *more, "-O", str(tests)).exits(0)
    return rules, tests


def promtool(programs: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(programs / "promtool"), *words], capture_output=True, text=True, check=False)


def all_rules(project: Project) -> list[dict[str, Any]]:
    groups = project.run("monitor", "rules", *PAGE, "--json").ok().data["groups"]
    return [rule for group in groups for rule in group["rules"]]


@pytest.mark.parametrize("more", [(), ("--for", "5m", "--stale-after", "1h", "--runbook", "production-rollout")])
def test_prometheus_takes_the_rules_and_each_fires_in_its_test(
    project: Project, prometheus_bin: Path, more: tuple[str, ...]
) -> None:
    rules, tests = written(project, *more)
    checked = promtool(prometheus_bin, "check", "rules", str(rules))
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert int(re.findall(r"(\d+) rules found", checked.stdout)[0]) == rules.read_text("utf-8").count("- alert: ")
    tried = promtool(prometheus_bin, "test", "rules", str(tests))
    assert tried.returncode == 0, tried.stdout + tried.stderr


def test_a_rule_that_does_not_watch_what_its_test_breaks_fails_the_test(project: Project, prometheus_bin: Path) -> None:
    rules, tests = written(project)
    text = rules.read_text("utf-8")
    rules.write_text(text.replace('check="index_invalid"', 'check="index_valid"'), encoding="utf-8")
    tried = promtool(prometheus_bin, "test", "rules", str(tests))
    assert tried.returncode == 1
    assert "OpskitIndexInvalid" in tried.stdout + tried.stderr


def test_a_check_of_ones_own_is_watched_and_its_words_stay_words(project: Project, prometheus_bin: Path) -> None:
    (project.place / "sql" / "checks").mkdir(parents=True)
    project.environment("test", "dbname=x")
    (project.place / "sql" / "checks" / "own_words.sql").write_text(OWN, encoding="utf-8")
    rules, tests = written(project)
    assert "OpskitOwnWords" in rules.read_text("utf-8")
    for words in (("check", "rules", str(rules)), ("test", "rules", str(tests))):
        done = promtool(prometheus_bin, *words)
        assert done.returncode == 0, done.stdout + done.stderr


def test_every_success_criterion_and_every_check_that_can_be_critical_has_its_rule(project: Project) -> None:
    rules = all_rules(project)
    watched = " ".join(rule["expr"] for rule in rules)
    assert set(re.findall(r'metric="([^"]+)"', watched)) == CRITERIA
    assert set(re.findall(r'check="([^"]+)"', watched)) == {
        each.slug for each in load_all(NEWEST) if each.capable is Severity.CRITICAL
    }
    assert all(rule["labels"]["severity"] in ("critical", "warning") for rule in rules)


def test_every_rule_leads_to_a_heading_of_the_page(project: Project) -> None:
    page = project.run("monitor", "alerts", "-o", "markdown").ok().out
    anchors = {line.lstrip("# ").strip().lower() for line in page.splitlines() if line.startswith("#")}
    linked = [rule["annotations"]["runbook_url"] for rule in all_rules(project)]
    assert {url.partition("#")[0] for url in linked} == {PAGE[1]}
    assert {url.partition("#")[2] for url in linked} <= anchors
    assert "{{" not in page


def test_names_of_alerts_are_unique(project: Project) -> None:
    names = [rule["alert"] for rule in all_rules(project)]
    assert len(names) == len(set(names))


def test_a_page_that_is_no_address_is_refused(project: Project) -> None:
    outcome = project.run("monitor", "rules", "--runbook-url", "wiki").exits(2)
    assert "'wiki' is no address of a page" in outcome.err
    assert "--runbook-url https://" in outcome.err


def test_a_query_for_an_exporter_counts_what_the_check_finds(database: str, on: On, connect: Connect) -> None:
    here = connect(database)
    here.execute("create table t (id integer primary key)")
    here.execute("create table without_key (id integer)")
    here.execute("update pg_catalog.pg_index set indisvalid = false where indexrelid = 't_pkey'::regclass")
    asked = portable(load_all(here.info.server_version // 10000))
    assert {"index_invalid", "table_without_primary_key", "durability_off"} <= {each.slug for each in asked}
    found = {each["slug"]: each for each in on(database).run("check", "--json").data["checks"]}
    for check in asked:
        counts = {row[0]: row[1] for row in here.execute(counted(check).encode()).fetchall()}
        told = [finding["severity"] for finding in found[check.slug]["findings"]]
        volatile = check.dimension == "monitoring" or "activity" in check.query
        assert volatile or counts == {each: told.count(each) for each in counts}, check.slug
    assert found["index_invalid"]["verdict"] == "fail"


def test_what_a_login_cannot_see_is_counted_as_unseen(database: str, connect: Connect) -> None:
    connect(database).execute("create table secret (id serial)")
    (check,) = [each for each in portable(load_all(NEWEST)) if each.slug == "sequence_exhaustion"]
    with psycopg.connect(database, options="-c role=pg_monitor") as weak:
        rows = weak.execute(counted(check).encode()).fetchall()
    assert all(row[2] > 0 for row in rows)


@pytest.mark.parametrize("exporter", ["sql_exporter", "postgres_exporter"])
def test_the_file_of_an_exporter_has_a_query_and_a_metric_for_each_check(project: Project, exporter: str) -> None:
    data = project.run("monitor", "queries", exporter, "--json").ok().data
    expected = {each.slug for each in portable(load_all(NEWEST))}
    if exporter == "sql_exporter":
        assert {each["query_name"] for each in data["queries"]} == expected
        assert {each["query_ref"] for each in data["metrics"]} == expected
    else:
        assert {name.removeprefix("opskit_") for name in data} == expected
    assert "%(" not in json.dumps(data)
    assert len(expected) > 100


def test_thresholds_of_the_project_are_in_the_queries(project: Project) -> None:
    with (project.environment("test", "dbname=x").place / "opskit.toml").open("a", encoding="utf-8") as file:
        file.write('[thresholds]\n"wraparound.warn_xids" = 12345\n')
    text = project.run("monitor", "queries", "postgres_exporter").ok().out
    assert "12345" in text


def test_the_dashboard_holds_to_the_model_and_asks_for_metrics_there_are(project: Project, database: str) -> None:
    file = project.place / "dashboard.json"
    project.run("monitor", "dashboard", "-O", str(file)).exits(0)
    model = json.loads(file.read_text("utf-8"))
    assert faults(model) == []
    assert unknown(model) == []
    exported = project.environment("test", database).run("monitor", "export").ok().out
    known = set(re.findall(r"^# TYPE (\S+)", exported, re.M)) | {"opskit_gate_metric_value", "opskit_gate_metric_limit"}
    asked = {name for name in re.findall(r"opskit_\w+", file.read_text("utf-8")) if name != "opskit_database"}
    assert asked <= known
    assert [each["title"] for each in model["panels"] if each["type"] == "row"] == [
        "Overview", "Indexes", "Bloat", "Gate",
    ]  # fmt: skip


def test_prometheus_understands_every_query_of_the_dashboard(
    project: Project, prometheus_bin: Path, tmp_path: Path
) -> None:
    model = project.run("monitor", "dashboard", "--json").ok().data
    asked = [target["expr"] for panel in model["panels"] for target in panel.get("targets", ())]
    assert len(asked) > 15
    lines = ["groups: [{name: asked, rules: ["]
    lines += [f"{{record: 'x:y{place}', expr: {json.dumps(expr)}}}," for place, expr in enumerate(asked)]
    (tmp_path / "asked.yml").write_text("\n".join([*lines, "]}]"]), encoding="utf-8")
    done = promtool(prometheus_bin, "check", "rules", str(tmp_path / "asked.yml"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_dashboard_with_panels_over_each_other_or_words_of_another_model_has_faults(project: Project) -> None:
    model = project.run("monitor", "dashboard", "--json").ok().data
    model["panels"][2]["gridPos"] = model["panels"][1]["gridPos"]
    model["panels"][3]["fieldConfig"]["defaults"]["mappings"] = [{"type": "words", "options": {}}]
    model["panels"][4]["id"] = model["panels"][1]["id"]
    model["graphTooltip"] = 7
    assert len(faults(model)) == 4


def test_a_word_that_grafana_does_not_have_is_found(project: Project) -> None:
    model = project.run("monitor", "dashboard", "--json").ok().data
    model["panels"][1]["colour"] = "red"
    assert unknown(model) == [".panels[].colour"]
