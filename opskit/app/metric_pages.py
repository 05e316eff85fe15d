"""Addresses that metrics ask: written out, or beginning with a variable of the environment (`$APP_URL/dashboard`), so
that one runbook serves every place."""

from __future__ import annotations

import os
import re
from pathlib import Path

from opskit.core.fetched import Fetched, check_url
from opskit.errors import Inconclusive, UsageFault

_VARIABLE = re.compile(r"\$([A-Za-z_][A-Za-z0-9_]*)(.*)")
TIMEOUT_S = 10.0
# A page of metrics is longer than what is kept of other answers; one beyond this is no page of metrics.
LONGEST = 16 * 1024 * 1024


def check_address(url: str) -> None:
    """ValueError for what can be no address; whether a variable is set is seen when it is asked."""
    if not _VARIABLE.fullmatch(url):
        check_url(url)


def address(url: str) -> str:
    """UsageFault when its variable is not set, or makes no address."""
    found = _VARIABLE.fullmatch(url)
    if not found:
        return url
    value = os.environ.get(found[1], "")
    if not value:
        raise UsageFault(f"{found[1]} is not set", f"{url} begins with it", f"export {found[1]}=https://HOST")
    try:
        check_url(value.rstrip("/") + found[2])
    except ValueError as error:
        raise UsageFault(
            f"{found[1]} makes no address of {url}", str(error), f"export {found[1]}=https://HOST"
        ) from error
    return value.rstrip("/") + found[2]


def page(url: str, headers_file: str) -> Fetched:
    """Inconclusive for an answer that is not there as a whole: half a page of metrics would be half the truth."""
    from opskit.remote.fetching import fetch

    at = address(url)
    found = fetch(at, "GET", TIMEOUT_S, Path(headers_file).expanduser() if headers_file else None, LONGEST)
    if found.status != 200:
        raise Inconclusive(f"{at} answered {found.status}", " ".join(found.body.split())[:200], f"curl -v {at}")
    if found.cut:
        raise Inconclusive(f"{at} is longer than {LONGEST} bytes")
    return found
