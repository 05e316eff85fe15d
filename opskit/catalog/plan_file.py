"""A plan that was written to a file: read back, every fault of it named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from opskit.errors import Fault, InvalidFile

SCHEMA = "opskit/plan-file/1"


class PlanFile(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """`run` is the run that the plan is for; `target` server and database, `against` the schema fingerprint it was made
    against; `digest` is over those and every statement in order; `checksums` are of the migrations' files by revision.
    `statements` are for the reader: what is carried out is planned again and must have the same digest."""

    schema: str
    opskit: str
    run: str
    environment: str
    target: str
    against: str
    digest: str
    to: str
    accepted: tuple[str, ...]
    as_written: bool
    checksums: Mapping[str, str]
    made_by: str
    made_at: datetime
    expires_at: datetime
    statements: tuple[str, ...]


def read(path: Path) -> PlanFile:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=PlanFile)
    except OSError as error:
        raise InvalidFile(
            [Fault(path, 0, f"cannot be read: {error.strerror}")], "opskit plan --out-plan FILE"
        ) from error
    except msgspec.DecodeError as error:
        raise InvalidFile([Fault(path, 0, f"is no plan: {error}")], "opskit plan --out-plan FILE") from error
    if found.schema != SCHEMA:
        raise InvalidFile([Fault(path, 0, f"is of {found.schema}, not {SCHEMA}")], "opskit plan --out-plan FILE")
    return found


def encode(plan: PlanFile) -> bytes:
    return msgspec.json.format(msgspec.json.encode(plan), indent=2) + b"\n"
