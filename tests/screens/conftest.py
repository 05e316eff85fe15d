"""The screens are of a runbook of their own: the packaged one may change, and the golden screens stay."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture(autouse=True)
def operator(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is at work beside the terminal has the same short name everywhere: a longer one breaks lines elsewhere."""
    monkeypatch.setenv("LOGNAME", "root")
    monkeypatch.setattr("socket.gethostname", lambda: "host")


@pytest.fixture(autouse=True)
def runbooks(home: Path) -> None:
    """Named in the operator's own configuration, as the project's is written anew for each environment."""
    own = home / ".config" / "opskit" / "opskit.toml"
    own.parent.mkdir(parents=True)
    own.write_text(f'[runbooks]\npath = "{HERE}"\n', encoding="utf-8")
