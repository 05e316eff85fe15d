"""opskit.toml: which file wins, where each value came from, and every fault of a file at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures.program import Project

from opskit.app.init import configuration
from opskit.catalog.configuration import Settings, choose, load
from opskit.core.budget import Budget
from opskit.core.environment import Environment
from opskit.core.fleet import FleetWays
from opskit.core.ssh_host import SshHost
from opskit.core.throttle import Limits
from opskit.errors import Fault, InvalidFile, UsageFault
from opskit.value import replace

ENVIRONMENT = '[environments.staging]\nservice = "{}"\n'


@pytest.fixture
def user_file(home: Path) -> Path:
    path = home / ".config" / "opskit" / "opskit.toml"
    path.parent.mkdir(parents=True)
    return path


def written(folder: Path, text: str) -> Path:
    path = folder / "opskit.toml"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(folder: Path) -> list[Fault]:
    with pytest.raises(InvalidFile) as caught:
        load(folder)
    assert caught.value.exit_code == 7
    return list(caught.value.faults)


def test_without_a_file_there_are_defaults(tmp_path: Path, home: Path) -> None:
    settings = load(tmp_path)
    assert settings == Settings(ledger=home / ".local" / "state" / "opskit" / "ledger.sqlite")
    assert settings.origin == {}


def test_the_claims_of_a_report_lie_beside_the_file_that_names_them(tmp_path: Path) -> None:
    assert load(tmp_path).claims is None
    path = written(tmp_path, '[report]\nclaims = "docs/claims.toml"\n')
    (tmp_path / "below").mkdir()
    settings = load(tmp_path / "below")
    assert (settings.claims, settings.origin["report.claims"]) == (tmp_path / "docs" / "claims.toml", str(path))
    written(tmp_path, '[report]\nclaim = "claims.toml"\n')
    assert "Object contains unknown field `claim`" in faults_of(tmp_path)[0].text


def test_an_environment_names_a_service_or_a_connection_string(tmp_path: Path) -> None:
    written(
        tmp_path,
        '[environments.staging]\nservice = "st"\nread_service = "st-ro"\n'
        '[environments.production]\ndsn = "host=db dbname=app"\nprotected = true\nsystem_identifier = "74"\n'
        'replicas = ["service=r1", "host=r2 dbname=app"]\n',
    )
    environments = load(tmp_path).environments
    staging, production = environments["staging"], environments["production"]
    assert (staging.conninfo, staging.read_conninfo, staging.protected) == ("service=st", "service=st-ro", False)
    assert (production.conninfo, production.read_conninfo) == ("host=db dbname=app", "host=db dbname=app")
    assert (production.protected, production.system_identifier) == (True, "74")
    assert (staging.replicas, production.replicas) == ((), ("service=r1", "host=r2 dbname=app"))


def test_the_file_is_found_from_a_folder_below_it(tmp_path: Path) -> None:
    written(tmp_path, ENVIRONMENT.format("st") + '[migrations]\npath = "sql/migrations"\n')
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    assert load(below).migrations == tmp_path / "sql" / "migrations"


def test_the_nearest_file_is_the_only_one_of_the_project(tmp_path: Path) -> None:
    written(tmp_path, ENVIRONMENT.format("outer") + '[migrations]\npath = "m"\n')
    inner = tmp_path / "inner"
    inner.mkdir()
    written(inner, ENVIRONMENT.format("inner"))
    settings = load(inner)
    assert settings.environments["staging"].conninfo == "service=inner"
    assert settings.migrations is None


def test_the_project_stands_above_the_user_key_by_key(tmp_path: Path, user_file: Path) -> None:
    user_file.write_text(
        ENVIRONMENT.format("of-the-user")
        + '[environments.own]\nservice = "own"\n[thresholds]\n"a.x" = 1\n"a.y" = 1\n[ledger]\npath = "user.sqlite"\n'
    )
    project = written(tmp_path, ENVIRONMENT.format("of-the-project") + '[thresholds]\n"a.x" = 2\n')
    settings = load(tmp_path)
    assert settings.environments["staging"].conninfo == "service=of-the-project"
    assert settings.environments["own"].conninfo == "service=own"
    assert settings.thresholds == {"a.x": 2, "a.y": 1}
    assert settings.ledger == user_file.parent / "user.sqlite"
    assert settings.origin == {
        "environments.staging": str(project),
        "environments.own": str(user_file),
        "thresholds.a.x": str(project),
        "thresholds.a.y": str(user_file),
        "ledger.path": str(user_file),
    }


def test_a_path_is_taken_from_the_folder_of_its_file_or_from_home(tmp_path: Path, home: Path) -> None:
    written(tmp_path, '[migrations]\npath = "m"\n[ledger]\npath = "~/trail.sqlite"\n[workload]\npath = "/w"\n')
    settings = load(tmp_path)
    assert (settings.migrations, settings.ledger, settings.workload) == (
        tmp_path / "m",
        home / "trail.sqlite",
        Path("/w"),
    )


def test_every_fault_of_a_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "\n".join(
            [
                "[environments.staging]",
                'service = "st"',
                'dsn = "host=db"',
                "[environments.canary]",
                "protected = true",
                "[environments.production]",
                'service = "prod"',
                'protected = "yes"',
                "[environments.other]",
                'service = "o"',
                'pasword = "x"',
                "[migrations]",
                'path = "m"',
                'source = "flyway"',
                "[ledger]",
                "path = 7",
            ]
        ),
    )
    found = faults_of(tmp_path)
    assert {fault.path for fault in found} == {path}
    told = {fault.line: fault.text for fault in found}
    assert list(told) == [1, 4, 6, 9, 14, 15]
    assert told[1] == told[4].replace("canary", "staging") == "environments.staging: give service or dsn, one of them"
    assert told[6].startswith("environments.production: Expected `bool`, got `str`")
    assert "pasword" in told[9]
    assert "flyway" in told[14]
    assert told[15].startswith("ledger: Expected `str`, got `int`")


def test_without_a_table_apply_has_its_usual_budget_and_limits(tmp_path: Path) -> None:
    written(tmp_path, ENVIRONMENT.format("st"))
    settings = load(tmp_path)
    assert (settings.budget, settings.limits) == (Budget(), Limits())


def test_the_budget_and_the_limits_of_apply_come_key_by_key_from_the_files(tmp_path: Path, user_file: Path) -> None:
    user_file.write_text('[apply]\njobs = 4\npatience = "1h"\nmax_replica_lag = "2m"\n')
    written(
        tmp_path,
        '[apply]\nattempts = 3\npatience = "90s"\ndeadline = "2d"\nmax_archive_backlog = 0\nmin_free_disk = 25\n',
    )
    settings = load(tmp_path)
    assert settings.budget == Budget(attempts=3, patience_s=90, deadline_s=172800, jobs=4)
    assert settings.limits == Limits(replica_lag_s=120, archive_backlog=0, min_free_pct=25)


def test_every_fault_of_the_table_apply_is_told_with_the_line_of_its_key(tmp_path: Path, user_file: Path) -> None:
    user_file.write_text('[apply]\njobs = "2"\n')
    lines = [
        "[apply]", "attempts = 0", 'patience = "10 min"', 'deadline = "0s"', "max_replica_lag = 30",
        "max_archive_backlog = -1", "min_free_disk = 100", "retries = 3", "[thresholds]", "patience = 1",
    ]  # fmt: skip
    path = written(tmp_path, "\n".join(lines))
    assert {(fault.path, fault.line): fault.text for fault in faults_of(tmp_path)} == {
        (user_file, 2): "apply.jobs: Expected `int`, got `str`",
        (path, 2): "apply.attempts: Expected `int` >= 1",
        (path, 3): "apply.patience: '10 min' is no length of time: write 90s, 30m, 24h or 7d",
        (path, 4): "apply.deadline: nothing can be done in no time",
        (path, 5): "apply.max_replica_lag: Expected `str`, got `int`",
        (path, 6): "apply.max_archive_backlog: Expected `int` >= 0",
        (path, 7): "apply.min_free_disk: Expected `int` <= 99",
        (path, 8): "apply.retries: unknown key; known are attempts, patience, deadline, jobs, max_replica_lag,"
        " max_archive_backlog, min_free_disk",
    }


@pytest.mark.parametrize("text", ['# jobs = 1\n[apply]\ndeadline = "2y"', 'apply.deadline = "999999999y"'])
def test_a_deadline_of_more_than_a_year_is_refused(tmp_path: Path, text: str) -> None:
    written(tmp_path, text)
    assert "apply.deadline" in faults_of(tmp_path)[0].text
    assert faults_of(tmp_path)[0].line == text.count("\n") + 1


@pytest.mark.parametrize("text", ["apply.jobs = 0", "apply = { attempts = 1, jobs = 0 }"])
def test_a_fault_of_apply_has_its_line_however_the_table_is_written(tmp_path: Path, text: str) -> None:
    written(tmp_path, f"# jobs = 2\n{text}\n")
    assert [(fault.line, fault.text) for fault in faults_of(tmp_path)] == [(2, "apply.jobs: Expected `int` >= 1")]


def test_a_fleet_is_worked_on_by_threads_or_workers_that_may_be_silent_for_a_while(tmp_path: Path) -> None:
    assert load(tmp_path).fleet == FleetWays("threads", 30.0)
    written(tmp_path, '[fleet]\nby = "workers"\nlost_after = "2m"\n')
    assert load(tmp_path).fleet == FleetWays("workers", 120.0)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("paht = 'x'", "fleet: Object contains unknown field `paht`"),
        ('by = "ansible"', "fleet: Invalid enum value 'ansible' - at `$.by`"),
        ('lost_after = "soon"', "fleet.lost_after: 'soon' is no length of time: write 90s, 30m, 24h or 7d"),
        ('lost_after = "1s"', "fleet.lost_after: at least 2s, or a busy worker would be taken for a lost one"),
    ],
)
def test_a_fault_of_the_table_fleet_is_told_with_its_line(tmp_path: Path, line: str, text: str) -> None:
    written(tmp_path, f"[fleet]\n{line}\n")
    assert [(fault.line, fault.text) for fault in faults_of(tmp_path)] == [(2 if "lost_after" in line else 1, text)]


def test_unknown_tables_are_all_named(tmp_path: Path) -> None:
    written(tmp_path, ENVIRONMENT.format("st") + "[enviroments]\nx = 1\n[gates]\nurl = 'x'\n[notify]\nname = 'x'\n")
    assert [(fault.line, fault.text) for fault in faults_of(tmp_path)] == [
        (3, "unknown table or key 'enviroments'"),
        (5, "unknown table or key 'gates'"),
        (7, "notify is no list: write [[notify]]"),
    ]


def test_a_table_that_is_a_value_is_told(tmp_path: Path) -> None:
    written(tmp_path, 'ledger = "l.sqlite"\n')
    assert [(fault.line, fault.text) for fault in faults_of(tmp_path)] == [(1, "ledger is no table")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('[environments.staging]\nservice = "st\n', 2),
        ("[environments.staging\n", 1),
        ("[a]\nx = 1\n[a]\n", 3),
        ("a = 1\na = 2\n", 2),
    ],
)
def test_malformed_toml_is_told_with_its_line(tmp_path: Path, text: str, line: int) -> None:
    path = written(tmp_path, text)
    assert [(fault.path, fault.line) for fault in faults_of(tmp_path)] == [(path, line)]


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    (tmp_path / "opskit.toml").write_bytes("# für\n".encode("latin-1"))
    assert [fault.text for fault in faults_of(tmp_path)] == ["is not UTF-8 text"]


def test_the_program_prints_the_faults_and_exits_7(project: Project) -> None:
    path = written(project.place, '[environments.a]\nservice = "s"\ndsn = "d"\n[environments.b]\n')
    outcome = project.run("config", "show").exits(7)
    assert outcome.out == ""
    assert f"{path}:1: environments.a: give service or dsn" in outcome.err
    assert f"{path}:4: environments.b: give service or dsn" in outcome.err


def test_the_environment_is_named_or_the_only_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, ENVIRONMENT.format("st"))
    assert choose(load(tmp_path), "", "").name == "staging"
    written(tmp_path, ENVIRONMENT.format("st") + '[environments.production]\nservice = "p"\n')
    settings = load(tmp_path)
    with pytest.raises(UsageFault, match="which environment"):
        choose(settings, "", "")
    monkeypatch.setenv("OPSKIT_ENV", "production")
    assert choose(settings, "", "").name == "production"
    assert choose(settings, "staging", "").name == "staging"
    assert choose(settings, "staging", "service=x").conninfo == "service=x"
    with pytest.raises(UsageFault, match="'canary'"):
        choose(settings, "canary", "")


def test_another_connection_to_an_environment_leaves_it_protected_and_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its name it is any database, also where the variable names one."""
    more = 'protected = true\nsystem_identifier = "7"\nread_service = "r"\nssh = { host = "bastion" }\n'
    written(tmp_path, f'[environments.production]\nservice = "p"\n{more}')
    settings = load(tmp_path)
    there = choose(settings, "production", "service=admin")
    assert there == replace(
        settings.environments["production"], conninfo="service=admin", read_conninfo="service=admin"
    )
    assert there.protected
    assert there.ssh == SshHost("bastion")
    monkeypatch.setenv("OPSKIT_ENV", "production")
    assert choose(settings, "", "service=x") == Environment("dsn", "service=x", "service=x")
    assert choose(settings, "other", "service=x") == Environment("other", "service=x", "service=x")


def test_config_show_tells_each_value_and_its_origin(project: Project, user_file: Path, home: Path) -> None:
    user_file.write_text(
        '[thresholds]\nbloat.min_bytes = 1\n"verify_indexes.min_window_days" = 3\n[apply]\nmax_replica_lag = "0m"\n'
    )
    environment = '[environments.a]\nservice = "s"\nread_service = "r"\nprotected = true\nreplicas = ["service=t"]\n'
    path = written(project.place, environment + '[apply]\npatience = "90s"\n[report]\nclaims = "c.toml"\n')
    shown = project.run("config", "show", "--origin", "--json").ok().data
    assert shown["files"] == [str(user_file), str(path)]
    assert {value["key"]: (value["value"], value["origin"]) for value in shown["values"]} == {
        "environments.a.connection": ("service=s", str(path)),
        "environments.a.read_connection": ("service=r", str(path)),
        "environments.a.protected": (True, str(path)),
        "environments.a.replicas": ("service=t", str(path)),
        "ledger.path": (str(home / ".local/state/opskit/ledger.sqlite"), "default"),
        "report.claims": (str(project.place / "c.toml"), str(path)),
        "apply.attempts": (10, "default"),
        "apply.patience": ("90s", str(path)),
        "apply.deadline": ("6h", "default"),
        "apply.jobs": (2, "default"),
        "apply.max_replica_lag": ("0s", str(user_file)),
        "apply.max_archive_backlog": (64, "default"),
        "apply.min_free_disk": (10, "default"),
        "thresholds.bloat.min_bytes": (1, str(user_file)),
        "thresholds.verify_indexes.min_window_days": (3, str(user_file)),
    }


def test_config_show_names_the_variable_that_chooses(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPSKIT_ENV", "staging")
    written(project.place, ENVIRONMENT.format("st"))
    values = project.run("config", "show", "--origin", "--json").ok().data["values"]
    assert {"key": "env", "value": "staging", "origin": "OPSKIT_ENV"} in values


def test_config_show_is_short_without_origin(project: Project) -> None:
    written(project.place, ENVIRONMENT.format("st"))
    out = project.run("config", "show").ok().out
    assert "environments.staging.connection" in out
    assert "service=st" in out
    assert str(project.place / "opskit.toml") not in out
    assert f"From {project.place / 'opskit.toml'}" in project.run("config", "show", "--origin").ok().out


def test_config_show_without_any_file_says_so(project: Project) -> None:
    assert "opskit init" in project.run("config", "show").ok().out


@pytest.mark.parametrize("services", [(), ("app",), ("a b", 'c "d"')])
@pytest.mark.parametrize("migrations", ["", "sql/migrations", 'm "1" \\ ü'])
def test_what_init_writes_is_loaded(tmp_path: Path, services: tuple[str, ...], migrations: str) -> None:
    written(tmp_path, configuration(services, migrations))
    settings = load(tmp_path)
    assert list(settings.environments) == list(services or ("staging", "production"))
    assert settings.migrations == (tmp_path / migrations if migrations else None)


def test_what_init_says_of_apply_is_what_holds_without_it(tmp_path: Path) -> None:
    written(tmp_path, configuration((), ""))
    default = load(tmp_path)
    lines = configuration((), "").splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("# [apply]"))
    table = [line.removeprefix("# ") for line in lines[start:] if line.startswith("# ")]
    written(tmp_path, "\n".join(table[: table.index(next(line for line in table if line.startswith("[thresholds]")))]))
    said = load(tmp_path)
    assert {key for key in said.origin if key.startswith("apply.")} == {
        f"apply.{key}" for key in (
            "attempts", "patience", "deadline", "jobs", "max_replica_lag", "max_archive_backlog", "min_free_disk"
        )
    }  # fmt: skip
    assert (said.budget, said.limits) == (default.budget, default.limits)


def test_a_ledger_is_a_file_or_a_database_that_has_a_name(tmp_path: Path, home: Path) -> None:
    path = written(tmp_path, '[ledger]\nservice = "ops-ledger"\n')
    settings = load(tmp_path)
    assert settings.ledger_server == Environment("ops-ledger", "service=ops-ledger", "service=ops-ledger")
    assert settings.ledger == home / ".local" / "state" / "opskit" / "ledger.sqlite"
    assert settings.origin == {"ledger.service": str(path)}
    written(tmp_path, '[ledger]\ndsn = "host=ops dbname=ledger"\n')
    assert load(tmp_path).ledger_server == Environment("ledger", "host=ops dbname=ledger", "host=ops dbname=ledger")
    written(tmp_path, '[ledger]\npath = "trail.sqlite"\n')
    assert (load(tmp_path).ledger_server, load(tmp_path).ledger) == (None, tmp_path / "trail.sqlite")


@pytest.mark.parametrize(
    "lines",
    ["", 'path = "a"\nservice = "b"', 'service = "a"\ndsn = "b"', 'path = ""', 'path = "a"\nservice = "b"\ndsn="c"'],
)
def test_a_ledger_is_in_one_place(tmp_path: Path, lines: str) -> None:
    path = written(tmp_path, f"[ledger]\n{lines}\n")
    assert faults_of(tmp_path) == [Fault(path, 1, "ledger: give path, service or dsn, one of them")]


def test_a_ledger_may_be_behind_ssh_and_a_file_may_not(tmp_path: Path) -> None:
    path = written(tmp_path, '[ledger]\nservice = "ops"\nssh = { host = "bastion", key = "k" }\n')
    kept = load(tmp_path).ledger_server
    assert kept
    assert kept.ssh == SshHost("bastion", key_file=str(tmp_path / "k"))
    written(tmp_path, '[ledger]\npath = "a"\nssh = { host = "bastion" }\n')
    text = "ledger.ssh: a file is on this machine; ssh leads to a service or a dsn"
    assert faults_of(tmp_path) == [Fault(path, 1, text)]
    written(tmp_path, '[ledger]\nservice = "ops"\nssh = { host = "-l" }\n')
    (fault,) = faults_of(tmp_path)
    assert fault.text.startswith("ledger.ssh: `host` '-l' is no host of ssh")


def test_an_unknown_key_of_the_ledger_is_a_fault(tmp_path: Path) -> None:
    written(tmp_path, '[ledger]\nspool = "x"\n')
    (fault,) = faults_of(tmp_path)
    assert "unknown field `spool`" in fault.text


def test_the_strongest_file_says_where_the_ledger_is_and_the_others_nothing(tmp_path: Path, user_file: Path) -> None:
    user_file.write_text('[ledger]\nservice = "of-the-user"\n')
    assert (load(tmp_path).ledger_server or choose(load(tmp_path), "", "")).name == "of-the-user"
    project = written(tmp_path, '[ledger]\npath = "here.sqlite"\n')
    settings = load(tmp_path)
    assert (settings.ledger_server, settings.ledger) == (None, tmp_path / "here.sqlite")
    assert settings.origin == {"ledger.path": str(project)}
