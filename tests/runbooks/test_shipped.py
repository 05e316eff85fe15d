"""The runbooks that ship."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from opskit.app import item_kinds
from opskit.catalog import runbooks
from opskit.core.runbook import Kind, Priority, Runbook
from opskit.errors import InvalidFile

SHIPPED = runbooks.names(None)
READINESS = SHIPPED["migration-readiness"]


def same(left: Runbook, right: Runbook) -> bool:
    """Whether two files mean the same, wherever they lie."""
    return (left.id, left.title, left.version, left.owners, left.phases, left.items, left.gates) == (
        right.id, right.title, right.version, right.owners, right.phases, right.items, right.gates,
    )  # fmt: skip


def accepted(folder: Path, text: str) -> Runbook | None:
    path = folder / READINESS.name
    path.write_text(text, encoding="utf-8")
    try:
        return runbooks.load(path, item_kinds.shapes())
    except InvalidFile:
        return None


def in_query(lines: list[str], place: int) -> bool:
    """Whether the line is the text of a query, which only a server can read."""
    return "".join(lines[:place]).count('"""') % 2 == 1


@pytest.mark.parametrize("name", SHIPPED)
def test_it_is_sound(name: str) -> None:
    assert runbooks.load(SHIPPED[name], item_kinds.shapes()).id == name


def test_readiness_has_the_items_of_the_analysis_in_its_order() -> None:
    items = runbooks.load(READINESS, item_kinds.shapes()).items
    assert [item.id for item in items] == [
        "review-analysis", "apply-migration", "verify-indexes", "run-benchmarks", "production-config", "backup-fresh",
        "query-timeout", "load-test", "document-rollback", "dashboards",
        "pg-stat-statements", "slo-monitoring", "alerts", "issue-runbooks",
        "full-text-search", "materialized-views", "encrypt-oauth-tokens", "read-replicas",
    ]  # fmt: skip
    assert Counter(item.priority for item in items) == {
        Priority.CRITICAL: 6, Priority.HIGH: 4, Priority.MEDIUM: 4, Priority.NICE: 4,
    }  # fmt: skip


def test_readiness_leaves_to_persons_what_only_persons_can_answer() -> None:
    items = runbooks.load(READINESS, item_kinds.shapes()).items
    assert {item.id for item in items if item.kind is not Kind.MANUAL} == {
        "apply-migration", "verify-indexes", "run-benchmarks", "production-config", "query-timeout",
        "document-rollback", "pg-stat-statements", "alerts", "full-text-search", "materialized-views", "read-replicas",
    }  # fmt: skip
    assert all(item.signoff for item in items if item.kind is Kind.MANUAL or item.id in ("document-rollback", "alerts"))


def test_readiness_has_the_eight_success_criteria() -> None:
    metrics = {metric.id: str(metric.rule) for metric in runbooks.load(READINESS, item_kinds.shapes()).metrics}
    assert metrics == {
        "indexes-used": "missing == 0 and invalid == 0 and unused == 0",
        "search-latency": "p50_ms < 10 and p99_ms < 50",
        "duplicates": "value == 0",
        "cache-hit": "hit_ratio > 0.95",
        "pool-use": "max_use < 0.80",
        "error-rate": "rate < 0.00001",
        "user-reports": "signed >= 1",
        "dashboard-load": "p95_ms < 100",
    }


def test_a_file_cut_off_anywhere_is_refused_or_means_the_same(tmp_path: Path) -> None:
    whole = runbooks.load(READINESS, item_kinds.shapes())
    lines = READINESS.read_text(encoding="utf-8").splitlines(keepends=True)
    cuts = {place: accepted(tmp_path, "".join(lines[:place])) for place in range(len(lines))}
    assert [place for place, found in cuts.items() if found and not same(found, whole)] == []
    assert sum(found is not None for found in cuts.values()) <= 1


def test_a_line_given_twice_is_refused_or_means_the_same(tmp_path: Path) -> None:
    whole = runbooks.load(READINESS, item_kinds.shapes())
    lines = READINESS.read_text(encoding="utf-8").splitlines(keepends=True)
    read = [accepted(tmp_path, "".join([*lines[:place], lines[place], *lines[place:]])) for place in range(len(lines))]
    changed = [place for place, found in enumerate(read) if found and not same(found, whole)]
    assert [place for place in changed if not in_query(lines, place)] == []
