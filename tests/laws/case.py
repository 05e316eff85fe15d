"""What a case of the laws is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Case:
    """`half` is SQL that leaves the database as an interrupted run, or a person, might have; `given` is SQL that comes
    before both, after BASE. `pg` are the servers it is for."""

    name: str
    up: str
    half: str = ""
    down: str = ""
    given: str = ""
    pg: str = ">= 14"
