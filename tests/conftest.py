"""What every test gets; the fixtures are in tests/fixtures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

pytest_plugins = [
    "fixtures.server",
    "fixtures.intowork",
    "fixtures.server_log",
    "fixtures.program",
    "fixtures.prometheus",
    "fixtures.monitored",
    "fixtures.pgbouncer",
    "fixtures.openssh",
    "fixtures.namespaces",
    "fixtures.webserver",
    "fixtures.summaries",
    "fixtures.webhook",
    "fixtures.terminal",
    "fixtures.shared_ledger",
    "fixtures.fleet_workers",
    "fixtures.persons",
    "fixtures.shells",
]


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    parent = tmp_path_factory.mktemp("homes")
    return (parent / str(number) for number in count())


@pytest.fixture(autouse=True)
def home(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test: nothing of the operator's configuration, connections or terminal reaches it."""
    home = next(_homes)
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("XDG_STATE_HOME", str(home / ".local" / "state"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / ".config"))
    for name in os.environ:
        if name.startswith(("OPSKIT_", "PG", "SSH_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    return home
