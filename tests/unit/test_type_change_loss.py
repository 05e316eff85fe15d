"""What a change of type costs once it is taken back."""

from __future__ import annotations

import pytest

from opskit.core.change import Loss
from opskit.migrate.type_change_loss import loss

STAMP, STAMPTZ = "timestamp without time zone", "timestamp with time zone"


@pytest.mark.parametrize(
    ("old", "new", "zone", "expected"),
    [
        ("character varying(30)", "character varying(60)", "UTC", Loss.NONE),
        ("character varying(30)", "character varying(20)", "UTC", Loss.NONE),
        ("character varying(30)", "text", "UTC", Loss.NONE),
        ("text", "integer", "UTC", Loss.OLD_DATA),
        ("integer", "text", "UTC", Loss.NONE),
        ("integer", "bigint", "UTC", Loss.NONE),
        ("integer", "numeric", "UTC", Loss.NEW_DATA),
        ("integer", "numeric(10,2)", "UTC", Loss.OLD_DATA),
        ("bigint", "integer", "UTC", Loss.OLD_DATA),
        ("numeric(10,2)", "numeric(20,2)", "UTC", Loss.NONE),
        ("numeric(10,2)", "numeric(8,2)", "UTC", Loss.NONE),
        ("numeric(10,2)", "numeric(12,4)", "UTC", Loss.NEW_DATA),
        ("numeric(10,2)", "numeric(12,1)", "UTC", Loss.OLD_DATA),
        ("numeric(10,2)", "numeric", "UTC", Loss.NEW_DATA),
        ("numeric", "numeric(10,2)", "UTC", Loss.OLD_DATA),
        (STAMP, "timestamp(0) without time zone", "UTC", Loss.OLD_DATA),
        ("timestamp(0) without time zone", STAMP, "UTC", Loss.NEW_DATA),
        (STAMP, STAMPTZ, "Etc/UTC", Loss.NONE),
        (STAMP, STAMPTZ, "Europe/Berlin", Loss.OLD_DATA),
        ("date", STAMP, "UTC", Loss.NEW_DATA),
        (STAMP, "date", "UTC", Loss.OLD_DATA),
        ("geometry(Point,4326)", "geometry(Polygon,4326)", "UTC", Loss.OLD_DATA),
        ("jsonb", "json", "UTC", Loss.NEW_DATA),
        ("json", "jsonb", "UTC", Loss.OLD_DATA),
    ],
)
def test_the_loss_of_a_type_change_and_back(old: str, new: str, zone: str, expected: Loss) -> None:
    assert loss(old, new, zone) is expected
