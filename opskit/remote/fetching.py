"""One request to a web server: where it leads is not followed, and its answer is taken as it is."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from opskit import __version__
from opskit.core.fetched import Fetched, check_url
from opskit.core.kept import KEPT_BYTES, Kept
from opskit.errors import Inconclusive, Unreachable
from opskit.remote.headers import headers, without_secrets


def fetch(url: str, method: str, timeout_s: float, headers_file: Path | None = None, most: int = KEPT_BYTES) -> Fetched:
    """Whatever status it has; of its body at most so many bytes. The proxies of the environment are used. ValueError
    for what is no address to ask (as check_url), Unreachable when nobody is there or its certificate is not trusted,
    Inconclusive when the answer does not come, or not as a whole, in time."""
    check_url(url)
    sent = headers(headers_file) if headers_file else {}
    answer: SimpleQueue[Fetched | Exception] = SimpleQueue()
    # A name that is looked up, and a server that sends a byte now and then, keep to no time limit of a socket.
    Thread(target=lambda: answer.put(_tried(url, method, timeout_s, sent, most)), daemon=True, name="fetch").start()
    try:
        found = answer.get(timeout=timeout_s)
    except Empty:
        found = TimeoutError()
    if isinstance(found, Exception):
        raise _translated(url, timeout_s, found) from found
    return found


def _tried(url: str, method: str, timeout_s: float, sent: Mapping[str, str], most: int) -> Fetched | Exception:
    began = time.monotonic()
    request = urllib.request.Request(url, method=method, headers=dict(sent))  # noqa: S310 - check_url has seen it
    try:
        with _opener().open(request, timeout=timeout_s) as response:
            kept = Kept(most)
            kept.take(response.read(most + 1))
            if response.length and not kept.lost:  # a read of so many bytes says nothing when fewer come
                return http.client.IncompleteRead(b"", response.length)
            body = without_secrets(kept.text(), sent)
            return Fetched(response.status, time.monotonic() - began, body, kept.lost > 0)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return error


def _opener() -> urllib.request.OpenerDirector:
    """Only what asks once: nothing that follows, logs in, keeps cookies or reads files."""
    opener = urllib.request.OpenerDirector()
    for each in (urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler()):
        opener.add_handler(each)
    opener.addheaders = [("User-Agent", f"opskit/{__version__}")]
    return opener


def _translated(url: str, timeout_s: float, error: Exception) -> Unreachable | Inconclusive:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return Inconclusive(f"{url} gave no answer within {timeout_s:g} s", "", f"curl -v {url}")
    if isinstance(error, urllib.error.URLError):
        return Unreachable(f"{url} was not reached (nothing was changed)", str(reason), f"curl -v {url}")
    why = str(error) or type(error).__name__
    return Inconclusive(f"{url} broke off in the middle of its answer", why, f"curl -v {url}")
