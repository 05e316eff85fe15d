"""The engine's promises, with a step and a writer made of memory: nothing here needs a server."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event
from threading import Lock as Mutex

import pytest

from opskit.core.change import Change, Irreversible, Mark, Statement
from opskit.core.effect import Effect, RelationLock
from opskit.core.engine import Manner, apply
from opskit.core.estimate import Kind, Work
from opskit.core.event import EngineEvent, Finished, Undone
from opskit.core.finding import Finding
from opskit.core.lock import Lock
from opskit.core.plan import LIFETIME, ApprovedPlan, Plan, approve, make_plan
from opskit.core.step import Ran, Reader, Row
from opskit.core.stop import Stop
from opskit.core.verdict import Severity
from opskit.errors import Blocked, Failed, OpskitError, Partial, Stale, Terminated
from opskit.value import replace

NOW = datetime(2026, 1, 6, 22, 0, tzinfo=UTC)


@dataclass
class Memory:
    """A database of words. `refuses` are statements that fail; `together` are the transactions."""

    words: list[str] = field(default_factory=list)
    refuses: set[str] = field(default_factory=set)
    ran: list[str] = field(default_factory=list)
    together: list[list[str]] = field(default_factory=list)
    refuses_with: type[OpskitError] = Failed
    cancelled: bool = False

    def rows(self, query: str, /, **params: object) -> Sequence[Row]:
        return [{"word": word} for word in self.words]

    def run(self, changes: Sequence[Change], after: Callable[[int], Change | None], /) -> Sequence[Ran]:
        """All of them or none."""
        before = list(self.words)
        self.together.append([change.do.sql for change in changes])
        by_now = None
        for place, given in enumerate(changes):
            change = by_now or given
            self.ran.append(change.do.sql)
            if change.do.sql in self.refuses:
                self.words = before
                raise self.refuses_with(f"{change.do.sql} was refused")
            self._do(change.do.sql)
            by_now = after(place)
        return [Ran(0.0) for _ in changes]

    def take_back(self, change: Change, /) -> None:
        self.run([change], lambda _: None)

    def cancel(self) -> None:
        self.cancelled = True

    @contextmanager
    def beside(self) -> Iterator[Memory]:
        yield self

    def _do(self, sql: str) -> None:
        verb, _, word = sql.partition(" ")
        if verb == "add":
            self.words.append(word)
        elif word in self.words:
            self.words.remove(word)


@dataclass(frozen=True)
class AddWords:
    wanted: tuple[str, ...]
    transactional: bool = True
    never_settles: bool = False

    @property
    def name(self) -> str:
        return "words " + " ".join(self.wanted)

    def observe(self, db: Reader) -> list[str]:
        return [str(row["word"]) for row in db.rows("words")]

    def plan(self, seen: list[str]) -> list[Change]:
        return [self._change(word) for word in self.wanted if self.never_settles or word not in seen]

    def _change(self, word: str) -> Change:
        undo = (Statement(f"drop {word}"),)
        return Change(f"add {word}", Statement(f"add {word}", self.transactional), undo, mark=Mark("r1", 1, 1))


def planned(db: Memory, *steps: AddWords) -> Plan:
    return make_plan(steps, db, "server/db", fingerprint, NOW)


def fingerprint(db: Reader) -> str:
    return " ".join(str(row["word"]) for row in db.rows("words") if str(row["word"]).startswith("schema"))


def carry_out(db: Memory, plan: Plan, now: datetime = NOW) -> list[EngineEvent]:
    return list(apply(approve(plan, "tester"), db, fingerprint, lambda: now, Manner()))


def failure(db: Memory, plan: Plan) -> OpskitError:
    with pytest.raises(OpskitError) as caught:
        carry_out(db, plan)
    return caught.value


def test_apply_does_what_was_planned_in_order_and_no_more() -> None:
    db = Memory()
    carry_out(db, planned(db, AddWords(("a", "b")), AddWords(("c",))))
    assert db.ran == ["add a", "add b", "add c"]
    assert planned(db, AddWords(("a", "b")), AddWords(("c",))).changes == ()


def test_an_approved_plan_cannot_be_made_by_hand() -> None:
    db = Memory()
    with pytest.raises(TypeError):
        ApprovedPlan(planned(db, AddWords(("a",))), "forger", object())


def test_a_plan_with_an_obstacle_cannot_be_approved() -> None:
    finding = Finding("k", Severity.CRITICAL, "t", "3 duplicates")

    @dataclass(frozen=True)
    class Obstructed(AddWords):
        def plan(self, seen: list[str]) -> list[Change]:
            return [Change("add a", Statement("add a"), Irreversible("-"), obstacles=(finding,))]

    with pytest.raises(Blocked) as caught:
        approve(planned(Memory(), Obstructed(("a",))), "tester")
    assert "3 duplicates" in caught.value.why


@pytest.mark.parametrize("stranger", ["a", "schema changed"])
def test_a_database_that_moved_since_the_plan_is_not_touched(stranger: str) -> None:
    db = Memory()
    plan = planned(db, AddWords(("a",)))
    db.words.append(stranger)
    assert isinstance(failure(db, plan), Stale)
    assert db.ran == []


def test_an_expired_plan_is_not_carried_out() -> None:
    db = Memory()
    plan = planned(db, AddWords(("a",)))
    with pytest.raises(Stale):
        carry_out(db, plan, NOW + LIFETIME + timedelta(seconds=1))
    assert db.ran == []


def test_a_step_that_fails_is_taken_back_newest_first_and_the_error_keeps_its_code() -> None:
    db = Memory(refuses={"add c"})
    error = failure(db, planned(db, AddWords(("a", "b", "c"))))
    assert db.together[1:] == [["add a"], ["add b"], ["add c"], ["drop b"], ["drop a"]]
    assert db.words == []
    assert isinstance(error, Failed)


def test_the_debris_of_a_failed_concurrent_statement_is_removed_first() -> None:
    db = Memory(refuses={"add b"})
    failure(db, planned(db, AddWords(("a", "b"), transactional=False)))
    assert db.ran == ["add a", "add b", "drop b", "drop a"]


def test_once_an_earlier_step_is_in_a_failure_says_that_something_changed() -> None:
    db = Memory(refuses={"add c"})
    error = failure(db, planned(db, AddWords(("a",)), AddWords(("b", "c"))))
    assert isinstance(error, Partial)
    assert error.changed
    assert db.words == ["a"]


def test_an_undo_that_fails_too_says_so() -> None:
    db = Memory(refuses={"add b", "drop a"})
    error = failure(db, planned(db, AddWords(("a", "b"))))
    assert isinstance(error, Partial)
    assert "drop a was refused" in error.why or "taking it back failed too" in error.why


def test_a_step_that_does_not_settle_is_an_error() -> None:
    db = Memory()
    error = failure(db, planned(db, AddWords(("a",), never_settles=True)))
    assert isinstance(error, Failed)
    assert "not settled" in error.what
    outside = failure(Memory(), planned(Memory(), AddWords(("a",), transactional=False, never_settles=True)))
    assert isinstance(outside, Partial)


def test_a_step_is_verified_before_a_later_one_of_its_transaction_changes_what_it_did() -> None:
    db = Memory(words=["a"])

    @dataclass(frozen=True)
    class Drop(AddWords):
        def plan(self, seen: list[str]) -> list[Change]:
            return [Change("drop a", Statement("drop a"), Irreversible("-"))] if "a" in seen else []

    @dataclass(frozen=True)
    class Again(AddWords):
        """Planned before the word is gone, as a step that knows what goes before it is."""

        def plan(self, seen: list[str]) -> list[Change]:
            done = "add a" in db.ran
            return [] if done else [Change("add a", Statement("add a"), Irreversible("-"))]

    carry_out(db, planned(db, Drop(("drop",)), Again(("again",))))
    assert db.together == [["drop a", "add a"]]
    assert db.words == ["a"]


def test_events_tell_what_happened() -> None:
    db = Memory(refuses={"add b"})
    seen: list[EngineEvent] = []
    with pytest.raises(Failed):
        for event in apply(approve(planned(db, AddWords(("a", "b"))), "t"), db, fingerprint, lambda: NOW, Manner()):
            seen.append(event)
    together = ["Started", "Started", "Parted"]
    told = [*together, "Started", "Finished", "Started", "Refused", "Undone"]
    assert [type(event).__name__ for event in seen] == told
    assert [event.change.summary for event in seen if isinstance(event, (Finished, Undone))] == ["add a", "add a"]


def test_the_digest_names_target_schema_and_every_statement() -> None:
    db = Memory()
    one = planned(db, AddWords(("a",)))
    digests = {
        one.digest,
        planned(db, AddWords(("b",))).digest,
        make_plan([AddWords(("a",))], db, "other/db", fingerprint, NOW).digest,
        make_plan([AddWords(("a",))], db, "server/db", lambda _: "other schema", NOW).digest,
    }
    assert len(digests) == 4
    assert one.digest == planned(db, AddWords(("a",))).digest


def test_what_could_only_not_be_had_now_stays_for_the_next_time() -> None:
    db = Memory(refuses={"add c"}, refuses_with=Blocked)
    error = failure(db, planned(db, AddWords(("a", "b", "c"), transactional=False)))
    assert db.words == ["a", "b"]
    assert isinstance(error, Partial)


def test_a_request_to_stop_is_heard_before_the_next_statement() -> None:
    db, stop = Memory(), Stop()
    plan = planned(db, AddWords(("a",), transactional=False), AddWords(("b",), transactional=False))
    with pytest.raises(Terminated) as caught:
        for event in apply(approve(plan, "t"), db, fingerprint, lambda: NOW, Manner(1, stop)):
            if isinstance(event, Finished):
                stop.ask(Terminated)
    assert db.words == ["a"]
    assert caught.value.changed
    assert "what was done before stays" in caught.value.what


def test_an_event_that_cannot_be_recorded_keeps_its_statement_from_running() -> None:
    db = Memory()
    plan = planned(db, AddWords(("a",)))
    with (
        pytest.raises(OSError, match="disk full"),
        closing(apply(approve(plan, "t"), db, fingerprint, lambda: NOW, Manner())) as events,
    ):
        for _ in events:
            raise OSError("disk full")
    assert db.ran == []


def built(plan: Plan) -> Plan:
    """Each step as an index build on a table of its own."""

    def build(change: Change) -> Change:
        effect = Effect((RelationLock(change.summary, Lock.SHARE_UPDATE_EXCLUSIVE),))
        return replace(change, effect=effect, work=Work(Kind.BUILD, 1))

    return replace(plan, planned=tuple(replace(p, changes=tuple(map(build, p.changes))) for p in plan.planned))


@dataclass
class Meeting(Memory):
    """Every statement waits until another one runs beside it."""

    barrier: Barrier = field(default_factory=lambda: Barrier(2, timeout=30))
    words_are_mine: Mutex = field(default_factory=Mutex)

    def run(self, changes: Sequence[Change], after: Callable[[int], Change | None], /) -> Sequence[Ran]:
        self.barrier.wait()
        with self.words_are_mine:
            return super().run(changes, after)


def test_builds_of_different_tables_run_side_by_side() -> None:
    db = Meeting()
    plan = built(planned(db, *(AddWords((word,), transactional=False) for word in "abcd")))
    list(apply(approve(plan, "t"), db, fingerprint, lambda: NOW, Manner(2)))
    assert sorted(db.words) == ["a", "b", "c", "d"]


@dataclass
class Failing(Meeting):
    """`add a` and `add b` meet; the one is refused, the other ends once what that has left is taken back."""

    taken_back: Event = field(default_factory=Event)

    def run(self, changes: Sequence[Change], after: Callable[[int], Change | None], /) -> Sequence[Ran]:
        sql = changes[0].do.sql
        if sql in ("add a", "add b"):
            self.barrier.wait()
        if sql == "add b":
            self.taken_back.wait(30)
        if sql == "add c":
            time.sleep(2)  # begun before it was told that one has failed: it is the last
        with self.words_are_mine:
            ran = Memory.run(self, changes, after)
        if sql == "drop a":
            self.taken_back.set()
        return ran


def test_when_one_lane_fails_what_runs_beside_it_ends_and_nothing_more_begins() -> None:
    db = Failing(refuses={"add a"})
    plan = built(planned(db, *(AddWords((word,), transactional=False) for word in "abcd")))
    with pytest.raises(OpskitError, match="add a was refused"):
        list(apply(approve(plan, "t"), db, fingerprint, lambda: NOW, Manner(2)))
    assert set(db.ran) <= {"add a", "add b", "drop a", "add c"}
    assert "d" not in db.words
