"""What a web server answered, and which addresses may be asked."""

from __future__ import annotations

from urllib.parse import urlsplit

from opskit.value import Value


class Fetched(Value):
    """`seconds` until the answer was there as a whole; `cut`: whether it went on behind what was kept of it."""

    status: int
    seconds: float
    body: str
    cut: bool = False


def check_url(url: str) -> None:
    """ValueError for what is no http or https address of a host, and for one with a name or a password in it."""
    if not url.isascii() or not url.isprintable() or " " in url:
        raise ValueError(f"`url` {url!r} holds a character that belongs percent-encoded")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("`url` is no http:// or https:// address")
    if parts.username is not None or parts.password is not None:
        raise ValueError("`url` holds a name or a password: put an Authorization line into `headers_file`")
    try:
        _ = parts.port
    except ValueError as error:
        raise ValueError(f"`url`: {error}") from error
