"""What `opskit fix` may carry out, one module for each kind of statement, named as in migrate/kinds:

    TURN               when it comes among the statements of a fix
    by_hand(clause)    why a person has to carry it out all the same; empty where opskit does

A kind without a module is carried out by hand."""

from __future__ import annotations

from enum import IntEnum


class Turn(IntEnum):
    """What goes first makes room, or makes the work of what follows smaller."""

    DROP = 1
    SET = 2
    VALIDATE = 3
    VACUUM = 4
    ANALYZE = 5
    BUILD = 6
    REBUILD = 7
