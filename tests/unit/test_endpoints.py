"""Where libpq would connect to, and a connection string that leads there by other doors."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict

from opskit.errors import Unreachable
from opskit.pg.endpoints import SOCKETS, Door, by, endpoints


@pytest.mark.parametrize(
    ("conninfo", "expected"),
    [
        ("host=db", ["db:5432"]),
        ("host=db port=6000", ["db:6000"]),
        ("postgresql://ann@db:6001/app", ["db:6001"]),
        ("host=a,b", ["a:5432", "b:5432"]),
        ("host=a,b port=1,2", ["a:1", "b:2"]),
        ("host=db hostaddr=10.0.0.7", ["10.0.0.7:5432"]),
        ("host=::1", ["::1:5432"]),
        ("host=/run/pg/ port=6002", ["/run/pg/.s.PGSQL.6002"]),
        ("dbname=app", [f"{SOCKETS}/.s.PGSQL.5432"]),
    ],
)
def test_a_connection_string_leads_where_libpq_reads_it(conninfo: str, expected: list[str]) -> None:
    assert [str(each) for each in endpoints(conninfo, "test")] == expected


def test_the_environment_counts_as_it_does_for_libpq(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGHOST", "db.example")
    monkeypatch.setenv("PGPORT", "6003")
    assert [str(each) for each in endpoints("dbname=app", "test")] == ["db.example:6003"]


def test_a_service_is_read_by_libpq(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "services").write_text("[app]\nhost=db.example\nport=6004\ndbname=app\n")
    monkeypatch.setenv("PGSERVICEFILE", str(tmp_path / "services"))
    assert [str(each) for each in endpoints("service=app", "test")] == ["db.example:6004"]
    changed = conninfo_to_dict(by([Door("127.9.9.9", 6004)], "service=app", "test"))
    assert changed == {"service": "app", "host": "db.example", "hostaddr": "127.9.9.9", "port": "6004"}


@pytest.mark.parametrize(
    ("conninfo", "why"),
    [
        ("service=nix", 'definition of service "nix" not found'),
        ("host=a,b port=1,2,3", "could not match 3 port numbers to 2 hosts"),
        ("host=a port=x", 'invalid port number: "x"'),
    ],
)
def test_what_libpq_refuses_is_unreachable_with_its_words(conninfo: str, why: str) -> None:
    with pytest.raises(Unreachable) as caught:
        endpoints(conninfo, "test")
    assert (caught.value.exit_code, caught.value.what) == (6, "cannot connect to test (nothing was changed)")
    assert why in caught.value.why


def test_nobody_is_asked_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that has to be looked up would take its time."""
    import time

    began = time.monotonic()
    endpoints("host=nowhere.invalid,10.255.255.1", "test")
    assert time.monotonic() - began < 5


def test_hosts_keep_their_names_and_sockets_their_ports() -> None:
    doors = [Door("127.8.8.8", 5432), Door("/tmp/door", 6000)]  # noqa: S108 - a name
    parts = conninfo_to_dict(by(doors, "host=db.example,/run/pg port=5432,6000 sslmode=verify-full", "test"))
    assert (parts["host"], parts["hostaddr"]) == ("db.example,/tmp/door", "127.8.8.8,")
    assert (parts["port"], parts["sslmode"]) == ("5432,6000", "verify-full")


def test_a_line_of_pgpass_fits_though_another_address_is_connected_to(tmp_path: Path) -> None:
    passwords = tmp_path / "pgpass"
    passwords.write_text("db.example:6000:app:ann:from the file\n")
    passwords.chmod(stat.S_IRUSR | stat.S_IWUSR)
    asked = f"host=db.example port=6000 dbname=app user=ann passfile={passwords}"
    started = pq.PGconn.connect_start(by([Door("127.8.8.8", 6000)], asked, "test").encode())
    try:
        assert started.password == b"from the file"
    finally:
        started.finish()
