"""Secrets are taken out where text leaves the program: terminal, file, ledger, traceback."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

# What stands before a secret, and the secret. One whose quote is never closed was cut off, and is still one.
_FORMS = (
    (r"password\s*=\s*", r"'[^'\n]*'?|\"[^\"\n]*\"?|[^\s\"';,]+"),  # a connection string, an environment, an option
    (r"(?<![\w-])--[a-z-]*password\s+", r"'[^'\n]*'?|[^\s-]\S*"),
    (r"password\"\s*:\s*\"", r"[^\"\n]+"),  # JSON
    (r"\bpassword\s+'", r"(?:[^'\n]|'')+"),  # create role
    (r"://[^\s/:@\"']*:", r"[^\s/@\"']+(?=@)"),
    (r"\bauthorization\s*:\s*(?:[a-z]+\s+)?", r"[^\s\"',]+"),
    (r"\bbearer\s+", r"[\w.~+/=-]{8,}"),
    (r"-----BEGIN [A-Z ]*PRIVATE KEY-----", r".*?(?=-----END|\Z)"),
)
_SECRETS = [re.compile(f"({before})({secret})", re.IGNORECASE | re.DOTALL) for before, secret in _FORMS]


def redact(text: str) -> str:
    """The text with what looks like a password, a token or a private key taken out."""
    for form in _SECRETS:
        text = form.sub(r"\1***", text)
    return text


def redacted(value: Any) -> Any:
    """The same for every text inside a JSON-like value."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {key: redacted(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [redacted(each) for each in value]
    return value
