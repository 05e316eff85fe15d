"""What every test gets; the fixtures are in tests/fixtures."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings

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


MEMORY, ENOUGH_BYTES = Path("/dev/shm"), 6 << 30  # noqa: S108 - tempfile makes what lies in it
# Of what is there once all tests are collected nothing is ever garbage.
GARBAGE_EVERY = 50_000
# Of the year. Every process of a run has that of the first one, also when midnight comes while they begin.
TODAY = datetime.now(UTC).timetuple().tm_yday

# How busy the machine is, is not what a property is about.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


def in_memory() -> None:
    """Thousands of databases are made and dropped, each of 300 files: where files stay in memory that takes a tenth of
    the time. A person who has said where to put them is heard, and so is a machine that has no room."""
    if os.environ.get("TMPDIR") or not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < ENOUGH_BYTES:
        return
    if os.access(MEMORY, os.W_OK | os.X_OK) and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"], tempfile.tempdir = str(MEMORY), None


in_memory()


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_EVERY)


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
    parser.addoption(
        "--share", metavar="N/M", help="of the cases of each law the Nth of M parts; N, today or yesterday"
    )


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Of xdist: processes that choose other tests than each other end the run."""
    node.workerinput["today"] = TODAY


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Every day another part. Which case is in which says nothing of it, and does not change."""
    given = config.getoption("share")
    if not given:
        return
    word, parts = given.split("/")[0], int(given.split("/")[1])
    today: int = getattr(config, "workerinput", {}).get("today", TODAY)
    number = {"today": today, "yesterday": today - 1}[word] if word in ("today", "yesterday") else int(word)
    left = [each for each in items if _of_a_law(each) and (crc32(each.nodeid.encode()) - number) % parts]
    config.hook.pytest_deselected(items=left)
    gone = set(map(id, left))
    items[:] = [each for each in items if id(each) not in gone]


def _of_a_law(item: pytest.Item) -> bool:
    return hasattr(item, "callspec") and item.path.parent.name in ("laws", "differences")


def pytest_report_header(config: pytest.Config) -> str | None:
    given = config.getoption("share")
    return f"share {given} of the cases of each law" if given else None
