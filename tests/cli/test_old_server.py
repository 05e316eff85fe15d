"""A server that opskit does not work on: run with --pg-bin of PostgreSQL 13."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures.program import Project


@pytest.mark.pg("< 14")
@pytest.mark.parametrize("words", [("plan",), ("apply", "--confirm", "test"), ("check",), ("doctor",), ("rollback",)])
def test_a_server_older_than_14_is_refused_clearly(
    on: Callable[[str], Project], database: str, words: tuple[str, ...]
) -> None:
    project = on(database).migration("r1_t", "create table t (a integer)")
    outcome = project.run(*words).exits(6)
    assert outcome.err.splitlines() == [
        "opskit: unsupported: test runs PostgreSQL 13 (nothing was changed)",
        "  opskit works on PostgreSQL 14 to 18",
        "  next: upgrade the server first",
    ]
