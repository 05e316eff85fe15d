"""What a DROP takes away, and how its parts need each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from opskit.catalog.facts import fact
from opskit.core.step import Reader
from opskit.migrate.named import Address
from opskit.value import Value


class Gone(Value):
    """One object of them. `part_of` is itself, or what it comes and goes with."""

    catalog: str
    address: Address
    part_of: Address
    holds_rows: bool
    temporary: bool


def gone(db: Reader, named: Iterable[Address]) -> list[Gone]:
    """The objects named and all that depends on them, as DROP … CASCADE would have it."""
    return [
        Gone(
            row["catalog"],
            Address(row["class"], row["oid"], row["sub"]),
            Address(row["part_of_class"], row["part_of_oid"], row["part_of_sub"]),
            row["holds_rows"],
            row["temporary"],
        )
        for row in db.rows(fact("undo_gone"), **addressed(named))
    ]


def addressed(addresses: Iterable[Address]) -> dict[str, list[int]]:
    """As the facts want them: three lists."""
    listed = list(addresses)
    return {
        "classes": [each.catalog for each in listed],
        "oids": [each.oid for each in listed],
        "subs": [each.sub for each in listed],
    }


def needs(db: Reader, objects: Sequence[Gone]) -> dict[Address, set[Address]]:
    """Of each that is more than a part, which of the others it needs."""
    part_of = {each.address: each.part_of for each in objects}
    found: dict[Address, set[Address]] = {each: set() for each in part_of.values()}
    for row in db.rows(fact("undo_needs"), **addressed(part_of)):
        one = part_of[Address(row["class"], row["oid"], row["sub"])]
        other = part_of[Address(row["needs_class"], row["needs_oid"], row["needs_sub"])]
        if one != other:
            found[one].add(other)
    return found


def in_order(needed: Mapping[Address, set[Address]]) -> list[Address]:
    """Each after what it needs, else by age. A circle is cut at its oldest object."""
    waiting = sorted(needed, key=lambda each: (each.oid, each))
    done: dict[Address, None] = {}
    while waiting:
        ready = [each for each in waiting if needed[each] <= done.keys()]
        done |= dict.fromkeys(ready or waiting[:1])
        waiting = [each for each in waiting if each not in done]
    return list(done)
