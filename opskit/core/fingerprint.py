"""A schema as a set of object definitions, each hashed, and one digest over all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from opskit.value import Value


class SchemaFingerprint(Value):
    """`objects` maps `kind: name` to the SHA-256 of its definition."""

    objects: Mapping[str, str]

    @property
    def digest(self) -> str:
        text = "\n".join(f"{name}\t{digest}" for name, digest in sorted(self.objects.items()))
        return hashlib.sha256(text.encode()).hexdigest()


class Difference(Value):
    """`change` is `missing` (only in the first), `added` (only in the second) or `different`."""

    kind: str
    name: str
    change: str


def fingerprint_of(rows: Iterable[Mapping[str, str]]) -> SchemaFingerprint:
    """From the rows (kind, name, definition) of the fact schema_objects."""
    return SchemaFingerprint(
        {f"{row['kind']}: {row['name']}": hashlib.sha256(row["definition"].encode()).hexdigest() for row in rows}
    )


def differences(first: Mapping[str, str], second: Mapping[str, str]) -> list[Difference]:
    found = []
    for key in sorted(first.keys() | second.keys()):
        if first.get(key) != second.get(key):
            change = "different" if key in first and key in second else "missing" if key in first else "added"
            kind, _, name = key.partition(": ")
            found.append(Difference(kind, name, change))
    return found
