"""One statement of a definition."""

from __future__ import annotations

from dataclasses import dataclass

from opskit.migrate.named import Address


@dataclass(frozen=True)
class Said:
    """`place` as in this package's docstring; `trouble` as there."""

    address: Address
    place: int
    statement: str
    trouble: str = ""
