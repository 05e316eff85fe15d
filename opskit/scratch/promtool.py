"""promtool, the judge of alert rules that comes with Prometheus: a program of this machine, which opskit does not
bring."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from opskit.errors import Inconclusive

_LIMIT_S = 120.0
RULES = "rules.yml"


def promtool(wanted: Path | None) -> Path:
    """The one on the PATH without any named. Inconclusive when there is none."""
    found = shutil.which(str(wanted or "promtool"))
    if not found:
        what = f"{wanted} is no program" if wanted else "there is no promtool on the PATH"
        raise Inconclusive(
            f"{what} (nothing was changed)", "it evaluates the rules, and comes with Prometheus",
            "apt-get install prometheus   (or --promtool FILE)",
        )  # fmt: skip
    return Path(found)


def tested(program: Path, rules: str, tests: str) -> str:
    """What it says against the rules, empty when every test of them passes. The tests name the rules RULES."""
    with tempfile.TemporaryDirectory(prefix="opskit-promtool-") as name:
        folder = Path(name)
        (folder / RULES).write_text(rules, encoding="utf-8")
        (folder / "tests.yml").write_text(tests, encoding="utf-8")
        words = [str(program), "test", "rules", str(folder / "tests.yml")]
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=_LIMIT_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Inconclusive(f"{program.name} gave no answer (nothing was changed)", str(error)) from error
    return "" if done.returncode == 0 else (done.stdout + done.stderr).strip()
