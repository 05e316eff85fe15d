"""A plan on its way from the day of the review to the night of the window: written, and held against what is there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from opskit import __version__
from opskit.app.context import Context
from opskit.app.forms_chosen import as_written, safe_form
from opskit.app.proposing import Proposed, Wish
from opskit.catalog.plan_file import SCHEMA, PlanFile, encode
from opskit.core.plan import Plan
from opskit.core.step import Reader
from opskit.errors import Stale, UsageFault
from opskit.migrate.migration import Migration
from opskit.steps import observing

# From the review in the afternoon to the end of a night's window; what it is bound to is checked all the same.
LIFETIME = timedelta(hours=24)
AGAIN = "opskit plan --out-plan FILE   (and have it looked at again)"


def wish_of(file: PlanFile) -> Wish:
    return Wish(file.to, frozenset(file.accepted), as_written if file.as_written else safe_form)


def write(context: Context, path: Path, made: Proposed, wish: Wish) -> None:
    """Whole or not at all; readable by its owner only, since statements may hold data."""
    plan = made.plan
    file = PlanFile(
        SCHEMA, __version__, context.run, context.environment.name, plan.target, plan.against, plan.digest, wish.to,
        tuple(sorted(wish.accepted)), wish.unrewritten, _checksums(made.migrations),
        context.operator, plan.made_at, plan.made_at + LIFETIME,
        tuple(change.do.sql for change in plan.changes if not change.do.params),
    )  # fmt: skip
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(encode(file))
        Path(name).replace(path)
    except OSError as error:
        raise UsageFault(f"cannot write {path}", error.strerror or str(error), "name another file") from error


def _checksums(migrations: Sequence[Migration]) -> dict[str, str]:
    return {each.revision: each.checksum for each in migrations}


def refuse_unfit(context: Context, file: PlanFile, db: Reader, target: str) -> None:
    """Stale (exit 9) when the plan is for another database, too old, or was carried out already."""
    if file.target != target:
        raise _stale(f"the plan is for {file.environment} ({file.target})", f"this is {target}")
    if context.now() > file.expires_at:
        raise _stale("the plan has expired", f"it was good until {file.expires_at:%Y-%m-%d %H:%M UTC}")
    used = observing.revisions_of_run(db, file.run)
    if used:
        raise _stale("the plan was carried out already", f"{used[0]} was brought in by its run {file.run}")


def refuse_other(file: PlanFile, made: Proposed) -> None:
    """Stale when what would be done now is not what the file says."""
    plan, now = made.plan, _checksums(made.migrations)
    edited = sorted(name for name in now.keys() & file.checksums.keys() if now[name] != file.checksums[name])
    if edited:
        raise _stale("a migration was edited since the plan was made", f"its file differs: {', '.join(edited)}")
    if now.keys() != file.checksums.keys():
        raise _stale("other migrations are pending than when the plan was made",
                     f"then {', '.join(file.checksums) or 'none'}; now {', '.join(now) or 'none'}")  # fmt: skip
    if plan.digest != file.digest:
        raise _stale("the database is not what the plan was made for", _difference(file, plan))


def _difference(file: PlanFile, plan: Plan) -> str:
    statements = [change.do.sql for change in plan.changes if not change.do.params]
    for then, now in zip(file.statements, statements, strict=False):
        if then != now:
            return f"planned was {then}; now it would be {now}"
    if len(file.statements) != len(statements):
        return f"planned were {len(file.statements)} statements; now there would be {len(statements)}"
    return "the schema changed since; the statements are the same"


def _stale(what: str, why: str) -> Stale:
    return Stale(f"{what} (nothing was changed)", why, AGAIN)
