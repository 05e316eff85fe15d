"""One POST to a webhook, within a time limit, whatever the other side does. What went wrong is told in words of
opskit's own: an address, or what a server says, may hold a secret."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
from collections.abc import Mapping
from http.client import HTTPException, InvalidURL
from ipaddress import ip_address
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
)

from opskit.value import Value

TIMEOUT_S = 5.0
_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (TimeoutError, f"no answer within {TIMEOUT_S:.0f} s"),
    (ssl.SSLCertVerificationError, "its certificate is not to be trusted"),
    (ssl.SSLError, "no encrypted connection"),
    (socket.gaierror, "the name of its host is not known"),
    (ConnectionRefusedError, "the connection was refused"),
    (OSError, "the connection failed"),
    (InvalidURL, "its address cannot be used"),
    (HTTPException, "what answered does not speak HTTP"),
    (ValueError, "its address cannot be used"),
)


class Failure(Value):
    """`answered`: the server said no to this request, and may say yes to the next one."""

    text: str
    answered: bool = False


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Failure | None:
    """None once the server has answered with 2xx. A redirect is not followed: it could lead the body elsewhere."""
    if not is_web(url):
        return Failure("its address is no http:// or https:// URL")
    done: queue.SimpleQueue[Failure | None] = queue.SimpleQueue()
    threading.Thread(target=lambda: done.put(_sent(url, body, headers)), daemon=True).start()
    try:
        # The limit of a socket is for each read: a server that sends a byte now and then would keep us for ever.
        return done.get(timeout=TIMEOUT_S)
    except queue.Empty:
        return Failure(_WORDS[0][1])


def is_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def _sent(url: str, body: bytes, headers: Mapping[str, str]) -> Failure | None:
    try:
        request = Request(url, body, dict(headers), method="POST")  # noqa: S310 - the scheme was looked at
        with _opener(url).open(request, timeout=TIMEOUT_S):
            return None
    except HTTPError as error:
        error.close()
        moved = "a redirect, which is not followed" if 300 <= error.code < 400 else "no success"
        return Failure(f"it answered {error.code}, {moved}", answered=True)
    except Exception as error:
        reason = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
        return Failure(next((words for kind, words in _WORDS if isinstance(reason, kind)), type(reason).__name__))


def _opener(url: str) -> OpenerDirector:
    """Without urllib's handlers of redirects, files and FTP. This machine is reached without a proxy."""
    opener = OpenerDirector()
    handlers: list[BaseHandler] = [
        ProxyHandler({} if _is_here(url) else None), HTTPHandler(), HTTPSHandler(), HTTPErrorProcessor(),
        HTTPDefaultErrorHandler(),
    ]  # fmt: skip
    for handler in handlers:
        opener.add_handler(handler)
    return opener


def _is_here(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
