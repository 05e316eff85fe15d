"""The runbook that purges expired sessions and tokens, carried out on a real server."""

from __future__ import annotations

import psycopg
from fixtures.checklist import items
from fixtures.program import Outcome, Project

EXPIRED = "select count(*) from sessions where expires < now() - interval '1 minute'"


def run(project: Project, *words: str) -> Outcome:
    return project.run("checklist", "run", *words, "--runbook", "expired-cleanup", "--json")


def test_it_is_installed_once_and_purges_whenever_there_is_something(project: Project, intowork: str) -> None:
    project.environment("test", intowork)
    with psycopg.connect(intowork, autocommit=True) as db:
        assert db.execute(EXPIRED).fetchone() != (0,)
        run(project, "-n").exits(10)
        first = run(project, "--confirm", "test").ok()
        assert db.execute(EXPIRED).fetchone() == (0,)
        assert run(project, "--confirm", "test").ok().document["changed"] is False
        db.execute("update sessions set expires = now() - interval '1 day' where id in (select min(id) from sessions)")
        again = run(project, "--confirm", "test").ok()
        assert db.execute(EXPIRED).fetchone() == (0,)
    assert items(first)["procedure"]["outcome"] == "changed"
    assert (items(again)["procedure"]["outcome"], items(again)["purge"]["outcome"]) == ("unchanged", "changed")


def test_what_was_purged_is_in_no_rollbacks_way(project: Project, intowork: str) -> None:
    project.environment("test", intowork)
    run(project, "--confirm", "test").ok()
    shown = project.run("rollback", "-n", "--json").exits(10).data
    assert shown["revisions"] == ["item-expired-cleanup-procedure-1"]
