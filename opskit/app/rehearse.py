"""`opskit rehearse`: the pending migrations in, back and in again on a copy of the target. The target is only read."""

from __future__ import annotations

from collections.abc import Sequence

from opskit.app.context import Context
from opskit.app.migrating import look, wanted
from opskit.app.planning import Expected
from opskit.app.proposing import Wish
from opskit.app.rehearsal_copy import copied, target_of
from opskit.app.rehearsal_data import CopyMade, Rehearsal, Rehearsed
from opskit.app.rehearsal_evidence import KIND as FINISHED
from opskit.app.rehearsal_evidence import SUBJECT
from opskit.app.rehearsing import on_copy, rehearse_one
from opskit.core.answer import Answer
from opskit.core.estimate import Estimate, total
from opskit.core.verdict import Verdict, worst
from opskit.errors import Blocked, Interrupted
from opskit.migrate.migration import Migration

STARTED = "rehearsal.started"
EXIT_CODES = {Verdict.PASS: 0, Verdict.FAIL: 1, Verdict.INCONCLUSIVE: 3}


def rehearse(context: Context, wish: Wish, kind: str, on: str) -> Answer[Rehearsal]:
    """Exit 0 when every way back is proven, 1 when one leads elsewhere, 3 when one cannot be told."""
    migrations = _pending(context, wish)
    target = target_of(context)
    if not migrations:
        nothing = Rehearsal(Verdict.PASS, "nothing is pending", (), None, None, None, target.schema.digest)
        return Answer("rehearse", nothing, environment=context.environment.name, run=context.run)
    names = [each.revision for each in migrations]
    context.record(STARTED, subject=SUBJECT, revisions=names, copy=kind, on=on or context.environment.name)
    try:
        with copied(context, target, kind, on) as (environment, copy):
            found = _all(on_copy(context, environment), context, migrations, wish)
    except BaseException as error:
        context.record(FINISHED, subject=SUBJECT, outcome="failed", verified=False, migrations=[])
        if isinstance(error, (Interrupted, KeyboardInterrupt)):
            what = "the rehearsal was interrupted; its copy is dropped (nothing was changed)"
            by = type(error) if isinstance(error, Interrupted) else Interrupted
            raise by(what, "", "opskit rehearse") from error
        raise
    done = _judged(found, copy, target.schema.digest)
    _recorded(context, done)
    return Answer("rehearse", done, EXIT_CODES[done.verdict], environment=context.environment.name, run=context.run)


def _pending(context: Context, wish: Wish) -> list[Migration]:
    with context.reading("rehearse") as db:
        state = look(context.settings.migrations, db)
        pending = wanted(wish.form(state), wish.to)
    begun = [each.revision for each in pending if state.state_of(each.revision) == "applying"]
    if begun:
        raise Blocked(
            f"{begun[0]} is half applied on {context.environment.name} (nothing was changed)",
            "a rehearsal of the other half would prove nothing of the whole",
            "opskit apply, or opskit rollback",
        )
    return pending


def _all(copy: Context, target: Context, migrations: Sequence[Migration], wish: Wish) -> list[Rehearsed]:
    done: list[Rehearsed] = []
    inside = True
    for migration in migrations:
        if not inside:
            done.append(_not_tried(migration, done[-1].revision))
            continue
        found, inside = rehearse_one(copy, target, migration, wish)
        done.append(found)
    return done


def _not_tried(migration: Migration, before: str) -> Rehearsed:
    text = f"not tried, because of {before} before it"
    return Rehearsed(
        migration.revision, migration.checksum, Verdict.INCONCLUSIVE, text, None, None, None, "none", (), None, ()
    )


def _judged(found: Sequence[Rehearsed], copy: CopyMade, fingerprint: str) -> Rehearsal:
    verdict = worst([*(each.verdict for each in found), *([Verdict.INCONCLUSIVE] if copy.differs else [])])
    reasons = [f"{each.revision}: {each.reason}" for each in found if each.reason]
    if copy.differs:
        first = copy.differs[0]
        reasons.append(f"the copy is not what the target is: {first.kind} {first.name} is {first.change}")
    backs = [each.rollback_s for each in found if each.rollback_s is not None]
    seconds = round(sum(backs), 3) if len(backs) == len(found) else None
    return Rehearsal(verdict, "; ".join(reasons), found, copy, seconds, _expected(found), fingerprint)


def _expected(found: Sequence[Rehearsed]) -> Expected | None:
    known = [each.expected for each in found if each.expected]
    if len(known) != len(found):
        return None
    made = total([Estimate(each.seconds, each.low, each.high, each.basis) for each in known])
    return Expected(made.seconds, made.low, made.high, made.basis)


def _recorded(context: Context, done: Rehearsal) -> None:
    outcomes = {Verdict.PASS: "proven", Verdict.FAIL: "differs", Verdict.INCONCLUSIVE: "inconclusive"}
    copy = done.copy
    context.record(
        FINISHED,
        subject=SUBJECT,
        outcome=outcomes[done.verdict],
        verified=done.verdict is Verdict.PASS,
        reason=done.reason,
        seconds=done.rollback_s,
        fingerprint=done.fingerprint,
        revisions=[each.revision for each in done.migrations],
        migrations=[
            {
                "revision": each.revision, "checksum": each.checksum, "verdict": each.verdict.value,
                "apply_s": each.apply_s, "rollback_s": each.rollback_s, "loss": each.loss, "reason": each.reason,
            }
            for each in done.migrations
        ],
        copy=copy.kind if copy else "",
        on=copy.where if copy else "",
        version=copy.version if copy else "",
        rows=copy.rows if copy else None,
        size_bytes=copy.size_bytes if copy else 0,
        target_bytes=copy.target_bytes if copy else 0,
    )  # fmt: skip
