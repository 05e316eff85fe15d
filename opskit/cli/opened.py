"""From the common options to the context a use case works with."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from opskit.cli.command import option

if TYPE_CHECKING:
    from opskit.app.context import Context
    from opskit.catalog.configuration import Settings


def settings() -> Settings:
    from opskit.catalog.configuration import load

    return load(Path.cwd())


def opened() -> Context:
    """The environment named by -e or --dsn, with its ledger and a new run."""
    from opskit.app.context import open_context
    from opskit.catalog.configuration import choose
    from opskit.pg.connection import check_conninfo

    loaded = settings()
    environment = choose(loaded, option("env") or "", option("dsn") or "")
    check_conninfo(environment.conninfo)
    check_conninfo(environment.read_conninfo)
    return open_context(loaded, environment, tell)


def tell(sentence: str) -> None:
    """Progress and warnings: to stderr, so that stdout holds nothing but the answer."""
    from opskit.core.secret import redact
    from opskit.render.hostile import one_line

    print(f"opskit: {redact(one_line(sentence))}", file=sys.stderr, flush=True)
