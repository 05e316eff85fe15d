"""docs/rules.md says what the rules say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from opskit.migrate.linting import all_rules

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "docs" / "rules.md"


def check() -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-B", str(ROOT / "docs" / "make_rules.py"), "--check"]
    return subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_document_is_made_of_the_rules_that_there_are() -> None:
    done = check()
    assert done.returncode == 0, done.stderr


def test_every_rule_is_in_it_once() -> None:
    titles = [line.removeprefix("### ") for line in DOCUMENT.read_text("utf-8").splitlines() if line.startswith("### ")]
    assert sorted(titles) == sorted(all_rules())
