"""The wheel holds what the tree holds: every module, every SQL file, every runbook, every template, every man page."""

from __future__ import annotations

import shutil
import subprocess
import sys
from email.parser import Parser
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.version import Version

from opskit import __version__

ROOT = Path(__file__).parents[2]
SOURCES = ("opskit", "sql", "runbooks", "tests/checks", "docs/man")
FILES = ("setup.cfg", "setup.py", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project without anything built: a build/ folder left behind puts deleted files into the next wheel."""
    place = tmp_path_factory.mktemp("clean") / "project"
    for name in SOURCES:
        shutil.copytree(ROOT / name, place / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    for name in FILES:
        shutil.copy(ROOT / name, place / name)
    return place


@pytest.fixture(scope="module")
def wheel(tree: Path) -> ZipFile:
    """Built in isolation (from the network) where this environment cannot build one itself."""
    how = ["--no-isolation"] if builds_wheels() else []
    words = [sys.executable, "-m", "build", "--wheel", *how, "--outdir", str(tree.parent), str(tree)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = tree.parent.glob("*.whl")
    return ZipFile(path)


def builds_wheels() -> bool:
    """setuptools makes wheels by itself from 70.1 on."""
    try:
        return Version(version("setuptools")) >= Version("70.1")
    except PackageNotFoundError:
        return False


def packaged(path: Path) -> str:
    """Where a file of the tree stands in the wheel: sql/, runbooks/ and the scripts of checks go into the package, man
    pages to where an installer puts them beside the program."""
    if path.parts[:2] == ("docs", "man"):
        return str(Path(f"opskit-{__version__}.data", "data", "share", "man", "man1", *path.parts[2:]))
    if path.parts[:2] == ("tests", "checks"):
        return str(Path("opskit", "scripts", *path.parts[2:]))
    return str(path if path.parts[0] == "opskit" else "opskit" / path)


def test_the_wheel_holds_the_files_of_the_tree_and_no_others(tree: Path, wheel: ZipFile) -> None:
    wanted = {
        packaged(path.relative_to(tree)) for name in SOURCES for path in (tree / name).rglob("*") if path.is_file()
    }
    found = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert {Path(name).suffix for name in wanted} >= {".py", ".sql", ".pgbench", ".toml", ".typed", ".1"}
    assert sorted(found) == sorted(wanted)


def test_the_wheel_says_what_it_is(wheel: ZipFile) -> None:
    folder = f"opskit-{__version__}.dist-info"
    metadata = Parser().parsestr(wheel.read(f"{folder}/METADATA").decode())
    assert metadata["Requires-Python"] == ">=3.11"
    assert {"demo", "test"} <= set(metadata.get_all("Provides-Extra", []))
    assert "opskit = opskit.__main__:main" in wheel.read(f"{folder}/entry_points.txt").decode()
    assert any(name.startswith(folder) and name.endswith("LICENSE") for name in wheel.namelist())
