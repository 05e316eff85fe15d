"""One letter to its target: the URL and the key read from their files at that moment, the body signed, posted."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path

from opskit import __version__
from opskit.core.notice import Target
from opskit.remote.posting import Failure, post
from opskit.render.notices import body
from opskit.store.outbox import Letter


def send(target: Target, letter: Letter, now: float) -> Failure | None:
    """None once it is delivered. A file that cannot be read is a failure as any other: it may be mended meanwhile."""
    try:
        url = secret_in(target.url_file) if target.url_file else target.url
        key = secret_in(target.secret_file) if target.secret_file else ""
    except ValueError as error:
        return Failure(str(error))
    sealed = body(letter.notice, target.template)
    return post(url, sealed, {**_HEADERS, **_seal(key, sealed, now)})


_HEADERS = {"Content-Type": "application/json; charset=utf-8", "User-Agent": f"opskit/{__version__}"}


def secret_in(path: Path) -> str:
    """What a file holds, without the space around it. ValueError, which tells no more than the path."""
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError:
        raise ValueError(f"{path} is no text") from None
    if not text:
        raise ValueError(f"{path} is empty")
    return text


def _seal(key: str, sealed: bytes, now: float) -> dict[str, str]:
    """The time is signed with the body, so that a request that was kept cannot be sent again for new."""
    at = str(int(now))
    if not key:
        return {"X-Opskit-Timestamp": at}
    digest = hmac.new(key.encode(), f"{at}.".encode() + sealed, hashlib.sha256).hexdigest()
    return {"X-Opskit-Timestamp": at, "X-Opskit-Signature": f"sha256={digest}"}
