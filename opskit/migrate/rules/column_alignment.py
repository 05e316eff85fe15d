"""CREATE TABLE whose columns of fixed width leave gaps between them."""

from __future__ import annotations

from opskit.core.verdict import Severity
from opskit.migrate.flow import Site
from opskit.migrate.linting import Hit
from opskit.migrate.new_columns import new_columns
from opskit.migrate.nodes import type_word

TITLE = "Columns in an order that wastes room"
SEVERITY = Severity.INFO
WHY = "a column of eight bytes begins at a multiple of eight: what stands before it is padded, in every row"
SAFE = "wide columns of fixed width first, then narrow ones, then those of variable width"
VERSIONS = ">= 14"
STYLE = True
ON = frozenset({"create_stmt"})
# Bytes of the types that are aligned to their own width (pg_type.typlen, typalign).
WIDTH = {
    "bool": 1, "char": 1, "int2": 2, "smallserial": 2, "int4": 4, "serial": 4, "date": 4, "float4": 4, "int8": 8,
    "bigserial": 8, "timestamp": 8, "timestamptz": 8, "time": 8, "float8": 8,
}  # fmt: skip


def padding(widths: list[int]) -> int:
    """Bytes left unused between columns of these widths, in this order."""
    place = used = 0
    for width in widths:
        place = -(-place // width) * width + width
        used += width
    return place - used


def find(site: Site) -> Hit | None:
    widths = [WIDTH[kind] for each in new_columns(site) if (kind := type_word(each)) in WIDTH]
    wasted = padding(widths) - padding(sorted(widths, reverse=True))
    return Hit(f"{wasted} bytes of each row of {site.relation} are padding", site.relation) if wasted else None
