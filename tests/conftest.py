"""What every test gets; the fixtures are in tests/fixtures."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from zlib import crc32

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


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--share", metavar="N/M", help="of the tests over many cases, the Nth of M parts alone")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The same part for the same words; which case is in which part says nothing of it."""
    given = config.getoption("share")
    if not given:
        return
    number, parts = (int(word) for word in given.split("/"))
    left = [each for each in items if hasattr(each, "callspec") and crc32(each.nodeid.encode()) % parts != number - 1]
    config.hook.pytest_deselected(items=left)
    gone = set(map(id, left))
    items[:] = [each for each in items if id(each) not in gone]


def pytest_report_header(config: pytest.Config) -> str | None:
    given = config.getoption("share")
    return f"share {given} of the tests over many cases" if given else None
