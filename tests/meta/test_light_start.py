"""The start of the program loads no library that only some commands need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"psycopg", "paramiko", "jinja2", "tabulate", "msgspec", "postgast", "rich"}
PROBE = """
import json, sys
sys.argv = ["opskit", *sys.argv[1:]]
from opskit.__main__ import main
try:
    main()
finally:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""


def loaded(*arguments: str, folder: Path = ROOT) -> set[str]:
    """The top-level modules that `opskit ARGUMENTS` has imported when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True, cwd=folder
    )
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["bench", "--help"], ["plan", "--help"]], ids=" ".join
)
def test_help_and_version_import_no_heavy_library(arguments: list[str]) -> None:
    modules = loaded(*arguments)
    assert "click" in modules
    assert modules & HEAVY == set()


def test_the_checklist_of_a_file_loads_neither_the_driver_nor_the_parser(tmp_path: Path) -> None:
    """Its first screen is to be there within 400 ms (tests/benchmarks/ledger.py)."""
    (tmp_path / "opskit.toml").write_text('[environments.staging]\nservice = "nowhere"\n')
    modules = loaded("checklist", folder=tmp_path)
    assert "tabulate" in modules
    assert modules & {"psycopg", "paramiko", "postgast", "rich"} == set()
