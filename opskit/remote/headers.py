"""The headers of a request, from a file that only its owner reads: `Authorization: Bearer …`, one in a line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from opskit.errors import Fault, InvalidFile

# A field name is a token (RFC 9110, 5.6.2).
_LINE = re.compile(r"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\x00-\x1f\x7f]*?)[ \t]*")
_OPEN = {"accept", "accept-encoding", "accept-language", "cache-control", "content-type", "host", "user-agent"}
_SHORTEST_SECRET = 4


def headers(file: Path) -> dict[str, str]:
    """Empty lines and those that begin with # are passed over. InvalidFile when it cannot be read, when others may read
    it, and for a line that is no header; it never shows what a line holds."""
    try:
        mode = file.stat().st_mode
        lines = file.read_text(encoding="latin-1").splitlines()
    except OSError as error:
        raise InvalidFile([Fault(file, 0, f"cannot be read: {error.strerror}")], f"ls -l {file}") from error
    if mode & 0o077:
        raise InvalidFile(
            [Fault(file, 0, "others than its owner may use it, and it holds secrets")], f"chmod 600 {file}"
        )
    read = {number: _LINE.fullmatch(line) for number, line in enumerate(lines, 1) if line.strip() and line[0] != "#"}
    faults = [Fault(file, number, "is no header: write `Name: value`") for number, found in read.items() if not found]
    if faults:
        raise InvalidFile(faults, f"mend {file}")
    return {found[1]: found[2] for found in read.values() if found}


def without_secrets(text: str, sent: Mapping[str, str]) -> str:
    """The text without what was sent: a server may say it back."""
    secrets = {each for name, value in sent.items() if name.lower() not in _OPEN for each in (value, *value.split())}
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, "***")
    return text
