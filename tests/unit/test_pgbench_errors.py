"""What pgbench says of an error, and the SQLSTATE it stands for."""

from __future__ import annotations

from opskit.gate.pgbench_errors import UNKNOWN, Aborted, sqlstate

SAID = [
    "pgbench: error: client 3 script 1 aborted in command 1 query 0: ERROR:  division by zero",
    "DETAIL:  client 5 did it",
    'error: client 0 script 1 aborted in command 0 query 0: ERROR:  duplicate key value violates unique constraint "u"',
    "pgbench: error: client 2 aborted in command 0 (SQL) of script 0; perhaps the backend died while processing",
    "pgbench: error: client 7 aborted while establishing connection",
    "pgbench: error: client 8 script 1 aborted in command 1 query 0: FEHLER:  Division durch Null",
    "pgbench: error: Run was aborted; the above results are incomplete.",
]  # fmt: skip


def test_each_client_that_is_ended_is_one_error_of_its_script() -> None:
    found = Aborted()
    found.take(SAID[:4])
    found.take(SAID[4:])
    assert found.clients == 5
    assert found.of(1) == {"22012": 1, "23505": 1, UNKNOWN: 1}
    assert found.of(0) == {"08006": 1, UNKNOWN: 1}


def test_a_sentence_nobody_knows_is_kept_beside_its_count() -> None:
    found = Aborted()
    found.take(SAID)
    assert found.sentences["22012"] == "ERROR:  division by zero"
    assert UNKNOWN in found.sentences


def test_a_timeout_a_lock_and_a_standby_are_told_apart() -> None:
    assert sqlstate("ERROR:  canceling statement due to statement timeout") == "57014"
    assert sqlstate("ERROR:  canceling statement due to lock timeout") == "55P03"
    assert sqlstate("ERROR:  canceling statement due to conflict with recovery") == "40001"
