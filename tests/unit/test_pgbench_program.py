"""How pgbench is asked for a load, and what an older one is not asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from opskit.errors import MissingExtra
from opskit.gate.driving import command
from opskit.gate.load_rules import LoadRules
from opskit.scratch.pgbench import Program, pgbench

RULES = LoadRules(clients=100, rate=50.0, tries=3, threads=200)
PARTS = [Path("/there/0.pgbench@7")]


def test_the_newest_pgbench_there_is_is_taken() -> None:
    found = pgbench(None)
    assert found.major >= 15
    assert found.path.name == "pgbench"


def test_one_that_is_named_and_does_not_run_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "pgbench"
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    with pytest.raises(MissingExtra) as caught:
        pgbench(broken)
    assert f"{broken} is none that runs" in caught.value.why


def test_pgbench_15_counts_failures_and_tries_again() -> None:
    words = command(Program(Path("/bin/pgbench"), 15), "dbname=x", PARTS, RULES, 64.6)
    assert words[0] == "/bin/pgbench" and words[-1] == "dbname=x"
    assert {"--client=100", "--jobs=100", "--time=65", "--rate=50.0", "--failures-detailed", "--max-tries=3"} <= {
        *words
    }
    assert "--file=/there/0.pgbench@7" in words


def test_pgbench_14_is_not_asked_for_what_it_does_not_know() -> None:
    words = command(Program(Path("/bin/pgbench"), 14), "dbname=x", PARTS, RULES, 60)
    assert not [word for word in words if word.startswith(("--failures", "--max-tries"))]


def test_late_transactions_are_never_skipped() -> None:
    """What is skipped is not measured, and those would be the slowest."""
    words = command(Program(Path("/bin/pgbench"), 18), "dbname=x", PARTS, RULES, 60)
    assert not [word for word in words if word.startswith(("-L", "--latency-limit"))]
