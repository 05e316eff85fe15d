"""Where an undo may leave something else than was there: three rules, each about what no statement can bring back.
A picture is that of laws.undoing: names of objects with their definitions."""

from __future__ import annotations

import re

Picture = dict[str, str]


def columns_gone(before: Picture, between: Picture) -> list[str]:
    """The columns, without their tables' names, that a statement took from tables it left: they come back last."""
    gone = [name for name in before.keys() - between.keys() if name.startswith("column: ")]
    tables = {name.removeprefix("table: ") for name in between if name.startswith("table: ")}
    split = [name.removeprefix("column: ") for name in gone]
    return [name[len(table) + 1 :] for name in split for table in tables if name.startswith(f"{table}.")]


def once_valid(before: Picture, between: Picture, after: Picture) -> Picture:
    """`after` with the foreign keys as they were whose referenced table was dropped: its rows are gone, so they come
    back NOT VALID, on tables that keep theirs."""
    found = dict(after)
    for name, was in before.items():
        referenced = (
            re.search(r"^FOREIGN KEY .* REFERENCES ([^(]+)\(", was) if name.startswith("constraint: ") else None
        )
        emptied = referenced and f"table: {referenced[1]}" in before.keys() - between.keys()
        if emptied and after.get(name) == f"{was} NOT VALID":
            found[name] = was
    return found


def without_debris(before: Picture, found: Picture) -> Picture:
    """Without the indexes that a failed build had left INVALID: nobody wants one back."""
    debris = [name.removeprefix("invalid index: ") for name in before if name.startswith("invalid index: ")]
    told = ("index: ", "invalid index: ", "belongings: index ")
    shown = {word + name for name in debris for word in told}
    return {name: value for name, value in found.items() if name not in shown}
