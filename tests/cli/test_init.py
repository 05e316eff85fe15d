"""`opskit init`: a file to start from, never over one that is there."""

from __future__ import annotations

from pathlib import Path

from fixtures.program import Project

from opskit.catalog.configuration import load


def test_it_writes_a_file_that_loads_and_says_what_is_next(project: Project) -> None:
    outcome = project.run("init", "--json").ok()
    assert outcome.document["changed"] is True
    assert outcome.data["path"] == str(project.place / "opskit.toml")
    settings = load(project.place)
    assert {name: each.protected for name, each in settings.environments.items()} == {
        "staging": False,
        "production": True,
    }


def test_the_page_names_the_next_command_and_what_to_fill_in(project: Project) -> None:
    out = project.run("init").ok().out
    assert "next: opskit doctor" in out
    assert "placeholders" in out


def test_each_service_becomes_an_environment_of_its_name(project: Project) -> None:
    project.run("init", "--service", "app-staging", "--service", "app", "--migrations", "db/migrations").ok()
    settings = load(project.place)
    assert {name: each.conninfo for name, each in settings.environments.items()} == {
        "app-staging": "service=app-staging",
        "app": "service=app",
    }
    assert settings.migrations == project.place / "db" / "migrations"


def test_a_folder_of_migrations_that_is_there_is_taken(project: Project) -> None:
    project.migration("r1_first", "select 1")
    assert "is no folder yet" not in project.run("init", "--service", "app").ok().out
    assert load(project.place).migrations == project.place / "migrations"


def test_a_folder_of_migrations_that_is_not_there_yet_is_told(project: Project) -> None:
    assert "db is no folder yet" in project.run("init", "--migrations", "db").ok().out


def test_a_dry_run_prints_the_file_and_writes_nothing(project: Project) -> None:
    outcome = project.run("init", "-n", "--service", "app", "--json").exits(10)
    assert outcome.document["changed"] is False
    assert list(project.place.iterdir()) == []
    project.run("init", "--service", "app").ok()
    assert (project.place / "opskit.toml").read_text() == outcome.data["text"]


def test_a_dry_run_shows_it_to_a_person(project: Project) -> None:
    out = project.run("init", "-n", "--service", "app").exits(10).out
    assert "would be written" in " ".join(out.split())
    assert "[environments.app]" in out


def test_a_file_that_is_there_is_never_overwritten(project: Project) -> None:
    path = project.place / "opskit.toml"
    path.write_text("# mine\n")
    for words in ([], ["-n"], ["--service", "app"]):
        outcome = project.run("init", *words).exits(4)
        assert "is there already (nothing was changed)" in outcome.err
        assert "next: opskit config show" in outcome.err
    assert path.read_text() == "# mine\n"


def test_a_link_that_leads_nowhere_counts_as_there(project: Project, tmp_path: Path) -> None:
    (project.place / "opskit.toml").symlink_to(tmp_path / "elsewhere" / "opskit.toml")
    for words in ([], ["-n"]):
        project.run("init", *words).exits(4)
