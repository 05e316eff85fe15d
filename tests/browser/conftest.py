"""Pages in a real Chromium: opened once for all tests, by tests/browser/look.mjs."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from browser.pages import JUDGED, PAGES
from opskit.render import html

TESTS = Path(__file__).parents[1]
PICTURES = "BROWSER_PICTURES"  # a folder to keep the pictures in, for a person to look at


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What look.mjs tells of each page. Workers of one run share it: the first looks, the others read what it wrote."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    kept = shared / "browser.json"
    with (shared / "browser.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_text(_look(shared / "browser"), encoding="utf-8")
    pages: dict[str, Any] = json.loads(kept.read_text("utf-8"))["pages"]
    return pages


def _look(folder: Path) -> str:
    setup = subprocess.run([str(TESTS / "setup-browser.sh")], capture_output=True, text=True, check=False)
    if setup.returncode:
        pytest.skip(f"no browser to look with: {setup.stderr.strip()}")
    out = Path(os.environ.get(PICTURES, folder))
    out.mkdir(parents=True, exist_ok=True)
    for name, answer in PAGES.items():
        (out / f"{name}.html").write_text(html.draw(answer()), encoding="utf-8")
    request = {"out": str(out), "pages": {name: str(out / f"{name}.html") for name in PAGES}, "judged": JUDGED}
    command = ["node", str(TESTS / "browser" / "look.mjs"), setup.stdout.strip()]
    done = subprocess.run(command, input=json.dumps(request), capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"look.mjs: {done.stderr}", pytrace=False)
    return done.stdout
