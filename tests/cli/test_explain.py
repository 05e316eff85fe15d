"""`opskit explain`: every rule says what it is, without a database or a configuration."""

from __future__ import annotations

import pytest
from fixtures.program import Project

from opskit.migrate.linting import all_rules


def test_without_a_name_every_rule_is_listed(project: Project) -> None:
    listed = project.run("explain", "--json").ok().data["rules"]
    assert [each["rule"] for each in listed] == sorted(all_rules())
    page = project.run("explain").ok().out
    assert f"{len(listed)} rules, {sum(each['style'] for each in listed)} of style" in page


def test_every_rule_says_what_it_catches_why_and_what_to_write(project: Project) -> None:
    for rule in project.run("explain", "--json").ok().data["rules"]:
        assert all(rule[key].strip() for key in ("title", "catches", "why", "safe", "versions")), rule["rule"]
        assert rule["catches"].endswith("."), rule["rule"]
        assert rule["severity"] in {"critical", "warning", "info"}


def test_a_rule_is_explained_on_a_page_that_fits(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for slug in all_rules():
        lines = project.run("explain", slug).ok().out.splitlines()
        assert lines[0].startswith(f"{slug}: ")
        assert any(f"-- opskit: allow {slug}: REASON" in line for line in lines)
        assert max(map(len, lines)) <= 80, slug


@pytest.mark.parametrize("name", ["create_index_blocking", "CREATE-INDEX-BLOCKING"])
def test_a_name_is_known_in_any_spelling(project: Project, name: str) -> None:
    assert project.run("explain", name).ok().out.startswith("create-index-blocking")


def test_a_rule_of_style_says_that_it_is_off(project: Project) -> None:
    assert "off unless [lint] enable names it" in " ".join(project.run("explain", "no-money").ok().out.split())


def test_an_unknown_rule_is_wrong_usage_with_the_near_ones(project: Project) -> None:
    error = project.run("explain", "create-index-bloking").exits(2).err
    assert "near: create-index-blocking" in error
