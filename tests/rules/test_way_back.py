"""The rules over a migration's folder: whether there is a way back, and what it loses."""

from __future__ import annotations

from pathlib import Path

import pytest

from opskit.app.lint import lint
from opskit.catalog.configuration import Settings
from opskit.core.verdict import Severity


def broken(folder: Path, up: str, down: str | None) -> dict[str, str]:
    """Severity by rule."""
    place = folder / "r1_case"
    place.mkdir()
    (place / "up.sql").write_text(up)
    if down is not None:
        (place / "down.sql").write_text(down)
    findings = lint(Settings(), [folder], Severity.CRITICAL).data.findings
    found = {finding.rule: finding.severity.value for finding in findings}
    return {rule: found[rule] for rule in ("no-downgrade", "downgrade-loses-data") if rule in found}


@pytest.mark.parametrize(
    ("up", "down", "rules"),
    [
        ("update t set a = 1 where b = 2", None, {"no-downgrade": "info"}),
        ("update t set a = 1 where b = 2", "-- nothing to do", {"no-downgrade": "info"}),
        ("create index concurrently i on t (a)", None, {}),
        ("update t set a = 1 where b = 2", "update t set a = 2 where b = 2", {}),
        ("create table t (a integer)", "drop table t", {"downgrade-loses-data": "info"}),
        ("select 1", "drop table t", {"downgrade-loses-data": "warning"}),
        ("alter table t add a integer", "alter table t drop a, drop b", {"downgrade-loses-data": "warning"}),
        ("alter table t add column a integer", "alter table t drop column a", {"downgrade-loses-data": "info"}),
        ("insert into t values (1)", "delete from t where a = 1", {"downgrade-loses-data": "warning"}),
        ("create view v as select 1 as a", "drop view v", {}),
    ],
)
def test_the_way_back(tmp_path: Path, up: str, down: str | None, rules: dict[str, str]) -> None:
    assert broken(tmp_path, up, down) == rules
