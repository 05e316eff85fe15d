"""One line of `opskit doctor`."""

from __future__ import annotations

from enum import StrEnum

from opskit.value import Value


class Status(StrEnum):
    OK = "ok"
    MISSING = "missing"
    WARNING = "warning"


class Item(Value):
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
