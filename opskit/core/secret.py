"""Secrets are taken out where text leaves the program: terminal, file, ledger, traceback."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# password=… of a connection string, and the password of a URL (what stands between :// user : and @).
_SECRET = re.compile(r"""(password\s*=\s*)('[^']*'|[^\s"';,]+)|(://[^\s/:@"']*:)([^\s/@"']+)(?=@)""", re.IGNORECASE)


def redact(text: str) -> str:
    """The text with what looks like a password taken out."""
    return _SECRET.sub(lambda found: f"{found[1] or found[3]}***", text)


def redacted(value: Any) -> Any:
    """The same for every text inside a JSON-like value."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {key: redacted(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [redacted(each) for each in value]
    return value
