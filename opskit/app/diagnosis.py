"""One line of `opskit doctor`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    OK = "ok"
    MISSING = "missing"
    WARNING = "warning"


@dataclass(frozen=True)
class Item:
    """`mend` is the statement, or the line of opskit.toml, that makes it ok; empty where nothing is to be done."""

    name: str
    status: Status
    text: str
    mend: str = ""


def ok(name: str, text: str) -> Item:
    return Item(name, Status.OK, text)


def missing(name: str, text: str, mend: str) -> Item:
    return Item(name, Status.MISSING, text, mend)


def warning(name: str, text: str, mend: str) -> Item:
    return Item(name, Status.WARNING, text, mend)
