"""A ledger that is reached over SSH: as one that is reached by itself, also when the tunnel breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from fixtures.checklist import measured, small, with_numbers
from fixtures.openssh import Sshd
from fixtures.program import Project
from fixtures.proxy import Proxy, proxied
from fixtures.shared_ledger import admin, appended, entry, kept, on_server

from opskit.app.ways import Ways
from opskit.core.environment import Environment
from opskit.core.ledger import Entry, Event, faults
from opskit.scratch.cluster import Cluster
from opskit.store import shared_ledger
from opskit.store.postgres_ledger import PostgresLedger
from opskit.store.shared_ledger import OngoingLedger
from opskit.store.spool import Spool
from opskit.store.sqlite_ledger import SqliteLedger
from opskit.value import replace

Shared = Callable[[str], str]
_numbers = count(1)


@pytest.fixture
def network(sshd: Sshd) -> Iterator[Proxy]:
    """Between opskit and the SSH server."""
    with proxied(sshd.port) as proxy:
        yield proxy


@pytest.fixture
def behind(sshd: Sshd, network: Proxy, tmp_path: Path) -> str:
    """The key `ssh` of a ledger over that network."""
    return sshd.toml(port=network.port, known_hosts=str(sshd.known_at(network.port, tmp_path / "known")))


@pytest.fixture
def far(sshd: Sshd, network: Proxy, shared: Shared, tmp_path: Path) -> Iterator[Environment]:
    """The same as an environment of its own, over a way that is laid."""
    ways, host = Ways(), sshd.host(known_hosts=sshd.known_at(network.port, tmp_path / "known"))
    yield ways.laid(replace(kept(shared("ann")), ssh=replace(host, port=network.port)))
    ways.close()


@pytest.fixture
def bare(ledger_server: Cluster) -> Iterator[str]:
    """A new database without a ledger."""
    name = f"bare_ssh_{next(_numbers)}"
    admin(ledger_server.conninfo(), f"create database {name}")
    yield ledger_server.conninfo(name)
    admin(ledger_server.conninfo(), f"drop database {name} with (force)")


@pytest.fixture
def ann(shared: Shared) -> str:
    """The ledger, empty, as ann reaches it from its own machine."""
    return shared("ann")


@pytest.fixture
def window(project: Project, ann: str, database: str, behind: str) -> Project:
    """`test` is reached by itself, its ledger over SSH; it has a table and one migration."""
    return over_ssh(with_numbers(project, database), ann, behind)


def over_ssh(project: Project, conninfo: str, way: str) -> Project:
    settings = on_server(project, conninfo).place / "opskit.toml"
    settings.write_text(settings.read_text().replace("[ledger]\n", f"[ledger]\n{way}\n"))
    return project


def logins(sshd: Sshd) -> int:
    return (sshd.place / "log").read_text().count("Accepted publickey")


def recorded(conninfo: str) -> list[Event]:
    """What the ledger holds, seen without the tunnel."""
    found = list(PostgresLedger(kept(conninfo)).events())
    assert faults(found) == []
    return found


def spools(home: Path) -> list[Path]:
    return sorted((home / ".local" / "state" / "opskit" / "spool").glob("*.sqlite"))


def test_a_ledger_is_made_and_filled_there(project: Project, bare: str, database: str, behind: str, sshd: Sshd) -> None:
    window = over_ssh(with_numbers(project, database), bare, behind)
    SqliteLedger(window.place / "old.sqlite").append(entry(1))
    before = logins(sshd)
    assert window.run("ledger", "init", "--confirm", "ledger", "--json").ok().data["parts"] != []
    assert logins(sshd) - before == 1
    window.run("ledger", "migrate", "--from", "old.sqlite", "--confirm", "ledger").ok()
    window.run("apply", "--confirm", "test").ok()
    assert logins(sshd) - before == 3
    kinds = [event.entry.kind for event in recorded(bare)]
    assert kinds[0] == "note"
    assert kinds[-1] == "run.finished"
    window.run("ledger", "verify").ok()
    shown = window.run("ledger", "show", "--last", "99", "--json").ok().data["events"]
    assert [each["kind"] for each in shown] == kinds


def test_doctor_and_config_say_where_it_is(window: Project, network: Proxy, sshd: Sshd) -> None:
    way = f"ssh -p {network.port} {sshd.host().user}@127.0.0.1"
    values = {each["key"]: each["value"] for each in window.run("config", "show", "--json").data["values"]}
    assert values["ledger.ssh"] == way
    items = {each["name"]: each["text"] for each in window.run("doctor", "--json").data["items"]}
    assert f" over {way}, 0 events; its server knows you as ann" in items["ledger"]


@pytest.fixture
def breaking(network: Proxy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """`breaking(how)`: from now on it breaks ahead of every record that a statement has ended."""
    really, chosen = PostgresLedger.append, list[str]()

    def ahead_of_the_end(self: PostgresLedger, given: Entry) -> Event:
        if given.kind == "change.finished":
            for how in chosen:
                getattr(network, how)()
        return really(self, given)

    with monkeypatch.context() as broken:
        broken.setattr(PostgresLedger, "append", ahead_of_the_end)
        yield chosen.append


def test_a_tunnel_that_breaks_in_the_middle_is_a_ledger_out_of_reach(
    window: Project, breaking: Callable[[str], None], network: Proxy, ann: str, home: Path
) -> None:
    """The change is done; what happened waits in the spool, and the next event takes it along."""
    breaking("cut")
    outcome = window.run("apply", "--confirm", "test").ok()
    assert f"the ledger {ann} over ssh -p {network.port} " in outcome.err
    assert " is out of reach: " in outcome.err
    assert len(spools(home)) == 1
    network.heal()
    assert "events that had waited in" in window.run("verify", "schema").ok().err
    events = recorded(ann)
    kinds = [event.entry.kind for event in events]
    assert kinds.count("change.started") == kinds.count("change.finished") > 1
    assert kinds.count("run.finished") == 1
    assert [event.entry.kind for event in events if "spooled" in event.entry.body][-1] == "run.finished"
    assert ["merged" in each.name for each in spools(home)] == [True]


def test_a_way_that_is_there_again_at_once_is_found_again(
    window: Project, breaking: Callable[[str], None], ann: str, home: Path, sshd: Sshd
) -> None:
    """And nothing has to wait."""
    breaking("reset")
    before = logins(sshd)
    assert "is out of reach" not in window.run("apply", "--confirm", "test").ok().err
    kinds = [event.entry.kind for event in recorded(ann)]
    assert logins(sshd) - before == 1 + kinds.count("change.finished")
    assert (kinds[-1], spools(home)) == ("run.finished", [])


def test_a_checklist_goes_on_while_the_tunnel_is_away(window: Project, ann: str, network: Proxy) -> None:
    small(window, measured('type = "check", slugs = ["index_invalid"]'))
    look = ("checklist", "run", "x", "--runbook", "small")
    window.run(*look).ok()
    before = len(recorded(ann))
    network.cut()
    outcome = window.run(*look).ok()
    assert "is out of reach" in outcome.err
    assert len(recorded(ann)) == before
    network.heal()
    assert "events that had waited in" in window.run(*look).ok().err
    assert len(recorded(ann)) > before + 1


def test_a_bastion_nobody_accepted_is_told_and_what_is_protected_is_not_changed(
    project: Project, database: str, ann: str, sshd: Sshd, tmp_path: Path
) -> None:
    stranger = sshd.toml(known_hosts=str(tmp_path / "none known"))
    over_ssh(with_numbers(project, database).environment("test", database, "protected = true"), ann, stranger)
    outcome = project.run("apply", "--confirm", "test").exits(4)
    assert "test is PROTECTED, and the ledger is out of reach (nothing was changed)" in outcome.err
    items = {each["name"]: each for each in project.run("doctor", "--json").exits(1).data["items"]}
    assert f"127.0.0.1:{sshd.port} is not known: nobody has accepted its host key" in items["ledger"]["text"]


def test_what_is_appended_is_heard_of_through_the_tunnel(
    far: Environment, shared: Shared, network: Proxy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LISTEN; and after a break, once the server is asked again."""
    monkeypatch.setattr(shared_ledger, "LEFT_ALONE_S", 0.0)
    ledger = OngoingLedger(PostgresLedger(far), Spool(tmp_path / "spool", "x"), lambda _: None)
    with ledger.news() as wait:
        assert not wait(0.2)
        appended(shared("ann"), [entry(1)])
        assert wait(20)
        assert len(ledger.events()) == 1
        network.cut()
        assert any(wait(0.2) for _ in range(150)), "that it broke is told by what is lost"
        assert wait(0.2)
        network.heal()
        assert wait(0.2)  # it listens again
        assert not wait(0.2)
        appended(shared("ann"), [entry(2)])
        assert wait(20)
        assert len(ledger.events()) == 2


def test_two_ledgers_behind_different_machines_have_a_spool_each(sshd: Sshd, tmp_path: Path) -> None:
    """Though both are called localhost."""
    one = replace(kept("host=localhost dbname=ops"), ssh=sshd.host())
    other = replace(one, ssh=replace(sshd.host(), host="db2"))
    places = [PostgresLedger(each).place for each in (kept(one.conninfo), one, other)]
    assert places[0] == "host=localhost dbname=ops"
    assert len({Spool(tmp_path, each).path for each in places}) == 3
