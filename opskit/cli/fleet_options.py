"""Which databases of a fleet, and how many of them at a time."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from opskit.app.fleet import Pick
    from opskit.app.fleet_running import Terms

_PICK = (
    click.option(
        "--targets", "file", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
        help="targets.toml, an inventory of ansible (.json) or a pg_service.conf",
    ),
    click.option("--target", "selector", default="", metavar="SELECTOR", help="as in 'env=production,tier!=gold,eu-*'"),
    click.option("--wave", type=click.IntRange(0), default=0, metavar="N", help="this wave alone"),
    click.option("--limit", type=click.IntRange(0), default=0, metavar="N", help="the first N that are left"),
)  # fmt: skip
_TERMS = (
    click.option(
        "--parallel", type=click.IntRange(1, 256), default=16, show_default=True, metavar="N", help="targets at a time"
    ),
    click.option(
        "--per-host", type=click.IntRange(1), default=4, show_default=True, metavar="N", help="of them on one host"
    ),
    click.option(
        "--by",
        type=click.Choice(["threads", "workers"]),
        metavar="WHO",
        help="threads of this process, or workers (else [fleet] by)",
    ),
)


def pick_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """`file`, `selector`, `wave` and `limit`, for `pick`."""
    return reduce(lambda made, option: option(made), reversed(_PICK), function)


def terms_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same, with `parallel`, `per_host` and `by`, for `terms`."""
    return pick_options(reduce(lambda made, option: option(made), reversed(_TERMS), function))


def pick(given: dict[str, Any]) -> Pick:
    from opskit.app.fleet import Pick

    return Pick(given["file"], given["selector"], given["wave"], given["limit"])


def terms(given: dict[str, Any], keep_going: bool = False) -> Terms:
    from opskit.app.fleet_running import Terms

    return Terms(given["parallel"], given["per_host"], keep_going, by=given["by"] or "")
