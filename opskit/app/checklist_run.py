"""`opskit checklist run`: it looks at what can be measured, then goes on from where the runbook is, item by item, to
the first critical item that fails, a pause point, or the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from opskit.app.checklist import Board, Checklist, Ended, board, item_page, load
from opskit.app.checklist_do import bring_about
from opskit.app.checklist_look import look_at
from opskit.app.checklist_screen import checklist_screen
from opskit.app.consent import Consent
from opskit.app.context import Context
from opskit.app.orphans import settle
from opskit.core.answer import Answer
from opskit.core.checklist import Pause
from opskit.core.item_state import UNTOLD, ItemState, Seen, Status
from opskit.core.runbook import Item, Priority, Runbook
from opskit.errors import Blocked, Interrupted, NobodyAsked, OpskitError, Partial, UsageFault

FAILED, OPEN, BLOCKED, PARTIAL = 1, 3, 4, 8
PAUSED = "checklist.paused"


def checklist_run(context: Context, name: str, consent: Consent) -> Answer[Checklist]:
    """Exit 0 when every critical item is done; 1 when one fails, 3 when one cannot be told, 4 when one waits for a
    person, 10 when one is pending and nobody could say yes; 8 instead of these once something was changed."""
    walk = Walk(context, load(context, name), consent)
    walk.go()
    after = walk.board()
    critical = [state for state in after.states.values() if state.item.priority is Priority.CRITICAL]
    ended = Ended(walk.exit_code(critical), walk.changed, walk.stopped)
    return checklist_screen(context, name, ended)


def checklist_run_item(context: Context, name: str, item: str, consent: Consent) -> Answer[Checklist]:
    """One item; the exit code is its own, whatever its priority. UsageFault when only a person can answer it; Blocked
    when what it needs is open and there is something to do."""
    walk = Walk(context, load(context, name), consent)
    walk.one(item)
    after = walk.board()
    ended = Ended(walk.exit_code([after.states[item]]), walk.changed, walk.stopped)
    return item_page(context, after, after.states[item], ended)


@dataclass
class Walk:
    """Grows on the way: `changed`, `stopped` (why it did not go on), `refused` (the exit code of what stopped it) and
    `unasked` (something is pending, and nobody could say yes)."""

    context: Context
    runbook: Runbook
    consent: Consent
    changed: bool = False
    stopped: str = ""
    refused: int = 0
    unasked: bool = False
    tried: set[str] = field(default_factory=set)
    brought_about: set[str] = field(default_factory=set)

    def board(self) -> Board:
        return board(self.context, self.runbook)

    def go(self) -> None:
        self._look([state.item for state in self.board().states.values() if _measured(state)])
        if self.consent.possible():
            settle(self.context)
        for phase in self.runbook.phases:
            if self._paused(phase.id) or not self._through(phase.id):
                break
        self._refresh()

    def one(self, name: str) -> None:
        state = self.board().state(name)
        if state.item.check is None:
            hint = self.board().address.checklist("sign", name)
            raise UsageFault(f"{name} has nothing to run: a person answers it", "", hint)
        if state.status is Status.NOT_APPLICABLE:
            raise UsageFault(f"{name} is {state.text}", "", self.board().address.checklist("show", ""))
        if not state.item.do:
            self._look([state.item])
            return
        self._one_action(state)

    def _one_action(self, state: ItemState) -> None:
        """What it needs, and the pause point of its phase, hold it back only where there is something to do."""
        name, pause = state.item.id, self.board().pauses.get(state.item.phase)
        if state.status is not Status.UNKNOWN:
            self._look([state.item])
        fresh = self.board().state(name)
        if fresh.done:
            return
        if self.consent.possible():
            settle(self.context)
        try:
            if fresh.waits_for:
                raise Blocked(f"{name} was not started: {fresh.text}", hint=self.board().next(fresh))
            if pause and pause.open:
                raise self._at(pause)
            self._do(fresh)
        except (Interrupted, Partial):
            raise
        except OpskitError as error:
            self._told(name, error)
            self.refused = error.exit_code

    def exit_code(self, states: Sequence[ItemState]) -> int:
        code = self._code(states)
        return PARTIAL if code and self.changed else code

    def _code(self, states: Sequence[ItemState]) -> int:
        if self.refused:
            return self.refused
        if any(state.status is Status.FAIL for state in states):
            return FAILED
        if any(state.status in UNTOLD for state in states):
            return OPEN
        if any(not state.done for state in states):
            return BLOCKED
        return NobodyAsked.exit_code if self.unasked else 0

    def _look(self, items: Sequence[Item]) -> Sequence[Seen]:
        return look_at(self.context, self.runbook, items, self.brought_about) if items else []

    def _refresh(self) -> None:
        """What a deed has made stale is looked at again: what needs it must not wait for that."""
        self._look([state.item for state in self.board().states.values() if state.status is Status.STALE])

    def _paused(self, phase: str) -> bool:
        """A pause point holds back what is still to be done behind it."""
        seen = self.board()
        pause = seen.pauses.get(phase)
        behind = [state for state in seen.states.values() if state.item.phase == phase and not state.done]
        if not pause or not pause.open or not behind:
            return False
        self.stopped = f"pause point before {pause.phase.id}: {pause.phase.pause}"
        self.context.record(PAUSED, subject=f"{self.runbook.id}/{phase}", runbook=self.runbook.id, item=phase)
        self.context.tell(self.stopped)
        return True

    def _at(self, pause: Pause) -> Blocked:
        address = self.board().address
        what = f"pause point before {pause.phase.id}: {pause.phase.pause}"
        if pause.waits_for:
            return Blocked(
                f"{what} (nothing was changed)", f"open: {', '.join(pause.waits_for)}", address.checklist("run", "")
            )
        hint = address.checklist("sign", pause.phase.id) + ' --reason "SENTENCE"'
        return Blocked(f"{what} (nothing was changed)", "nobody has said to go on", hint)

    def _through(self, phase: str) -> bool:
        """Every item of a phase that can be done now, in the order of the file; False when it stopped."""
        while True:
            self._refresh()
            ready = [
                state
                for state in self.board().states.values()
                if state.item.phase == phase
                and not state.done
                and not state.waits_for
                and state.item.id not in self.tried
            ]
            if not ready:
                return True
            state = ready[0]
            self.tried.add(state.item.id)
            if not self._advance(state):
                return False

    def _advance(self, state: ItemState) -> bool:
        """False when the run ends here."""
        critical = state.item.priority is Priority.CRITICAL
        if state.item.do is None:
            if state.item.check and self.changed:  # what was seen before that may be otherwise now
                self._look([state.item])
            failed = critical and self.board().states[state.item.id].status is Status.FAIL
            self.stopped = f"{state.item.id} fails" if failed else self.stopped
            return not failed
        try:
            self._do(state)
        except (Interrupted, Partial):
            raise
        except OpskitError as error:
            self._told(state.item.id, error)
            self.unasked = self.unasked or isinstance(error, NobodyAsked)
            self.refused = self.refused or (error.exit_code if critical else 0)
            return not critical
        return True

    def _do(self, state: ItemState) -> None:
        try:
            if bring_about(self.context, self.runbook, state, self.consent):
                self.changed = True
                self.brought_about.add(state.item.id)
        except OpskitError as error:
            self.changed = self.changed or error.changed
            raise

    def _told(self, item: str, error: OpskitError) -> None:
        """What ended one item says nothing of what others of this run have changed."""
        what = error.what.removesuffix(" (nothing was changed)")
        self.stopped = what if item in what else f"{item}: {what}"
        self.context.tell("; ".join(filter(None, [error.what, error.why])))


def _measured(state: ItemState) -> bool:
    return state.item.check is not None and state.status not in (Status.NOT_APPLICABLE, Status.UNKNOWN)
