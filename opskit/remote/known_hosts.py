"""The host keys a person has accepted: files in the format of OpenSSH's known_hosts (sshd(8))."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from opskit.value import Value


class HostKey(Value):
    """`kind` as in `ssh-ed25519`; `blob` is the key as it goes over the wire."""

    kind: str
    blob: bytes

    @property
    def fingerprint(self) -> str:
        """As ssh prints it."""
        return "SHA256:" + base64.b64encode(hashlib.sha256(self.blob).digest()).decode().rstrip("=")


class KnownKeys(Value):
    """Of one host. A revoked key is refused, accepted or not."""

    accepted: tuple[HostKey, ...]
    revoked: tuple[HostKey, ...]


def known_keys(files: Sequence[Path], name: str) -> KnownKeys:
    """`name` is the host's, with a port of its own `[name]:port`. Keys of a certificate authority are passed over, so
    that a host which is known by nothing else counts as unknown; files that are not there too."""
    found = [each for file in files for each in _of_file(file, name.lower())]
    return KnownKeys(
        tuple(key for marker, key in found if not marker), tuple(key for marker, key in found if marker == "@revoked")
    )


def _of_file(file: Path, name: str) -> Iterator[tuple[str, HostKey]]:
    """Marker and key of each line that is about the host."""
    if not file.is_file():
        return
    for line in file.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split()
        marker = fields.pop(0) if fields and fields[0].startswith("@") else ""
        if len(fields) < 3 or fields[0].startswith("#") or not _matches(fields[0], name):
            continue
        try:
            yield marker, HostKey(fields[1], base64.b64decode(fields[2], validate=True))
        except binascii.Error:
            continue


def _matches(patterns: str, name: str) -> bool:
    """One that is negated wins over all others."""
    if patterns.startswith("|1|"):
        return _is_hash_of(patterns, name)
    each = patterns.lower().split(",")
    if any(pattern.startswith("!") and _like(pattern[1:], name) for pattern in each):
        return False
    return any(_like(pattern, name) for pattern in each)


def _like(pattern: str, name: str) -> bool:
    """`*` and `?` are wild; brackets, which stand around a name with a port, are not."""
    return fnmatchcase(name, pattern.replace("[", "[[]"))


def _is_hash_of(hashed: str, name: str) -> bool:
    try:
        salt, wanted = (base64.b64decode(part, validate=True) for part in hashed.split("|")[2:4])
    except (ValueError, binascii.Error):
        return False
    return hmac.compare_digest(hmac.new(salt, name.encode(), "sha1").digest(), wanted)
