"""`opskit check new`: a check of one's own that works, and its script, to be made into what is wanted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from opskit.catalog.check_names import slugs
from opskit.catalog.configuration import Settings, own_checks
from opskit.core.answer import Answer
from opskit.errors import Blocked, UsageFault
from opskit.value import Value

_SLUG = re.compile(r"[a-z][a-z0-9_]{0,62}")
_QUERY = """\
-- title: Tables with more columns than anybody can keep in mind
-- dimension: {dimension}
-- severity: info
-- since: 14
-- param: max_columns = 100
-- source: where this limit comes from
-- remedy: split {{object}} by what its columns are about
-- why: what happens to whoever ignores it, in one line
-- Rows are findings: object, message, any facts; `severity` replaces the one above, `seen` = false is no finding but
-- something that this login could not see. One statement, ordered, no semicolon; a percent sign is for parameters only.
select
    pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) as object,
    c.relnatts::text || ' columns' as message,
    c.relnatts as columns
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p')
    and c.relnatts > %(max_columns)s::integer
    and n.nspname !~ '^pg_'
    and n.nspname not in ('information_schema', 'opskit')
order by object
"""
_SCRIPT = """\
-- clean
create table public.narrow (id integer primary key, name text);
-- broken
-- set param: max_columns = 3
-- expect: public.wide
create table public.wide (a integer, b integer, c integer, d integer);
-- fixed
-- set param: max_columns = 3
drop table public.wide;
"""


class Written(Value):
    slug: str
    files: Sequence[Path]


def check_new(settings: Settings, slug: str, dimension: str, folder: Path) -> Answer[Written]:
    """In the folder of one's own checks, else in `folder`/sql/checks. UsageFault for a name that is none, Blocked when
    there is such a check."""
    if not _SLUG.fullmatch(slug):
        raise UsageFault(
            f"{slug!r} is no name for a check (nothing was changed)", "small letters, digits and _", "opskit check list"
        )
    if slug in slugs(settings.checks):
        raise Blocked(
            f"there is a check {slug} already (nothing was changed)",
            "",
            f"opskit check explain {slug}, or another name",
        )
    place = settings.checks or own_checks(folder)
    texts = {place / f"{slug}.sql": _QUERY.format(dimension=dimension), script_of(place, slug): _SCRIPT}
    try:
        place.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        raise UsageFault(f"{place} cannot be written to", str(error), "opskit config show --origin") from error
    return Answer("check new", Written(slug, tuple(texts)), changed=True)


def script_of(place: Path, slug: str) -> Path:
    """Beside its check, where no check is looked for: a slug has no dot."""
    return place / f"{slug}.test.sql"
