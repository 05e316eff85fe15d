"""Law 5, held against one accident: the same command again reaches what an undisturbed run reaches."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from faults.workbench import BUG, MAY_HAVE_CHANGED, Call, Picture, Site, again, picture, sessions


@dataclass(frozen=True)
class Undisturbed:
    """`boundaries`: how many of each kind a run has."""

    before: Picture
    after: Picture
    boundaries: Mapping[str, int]


@dataclass(frozen=True)
class Accident:
    """`code` of the call that was hit (minus the signal that killed it), `codes` of the calls that followed."""

    code: int
    codes: tuple[int, ...]
    wrong: tuple[str, ...]

    @property
    def told(self) -> str:
        return f"{self.code}, then {' '.join(map(str, self.codes))}: {'; '.join(self.wrong) or 'survived'}"


@dataclass(frozen=True)
class Law:
    """`note` counts an accident of a kind, and what it was."""

    undisturbed: Undisturbed
    note: Callable[[str, str, Accident], None]

    def broken(
        self,
        kind: str,
        name: str,
        site: Site,
        hit: Call,
        settings: Sequence[str] = (),
        *,
        may_stay: tuple[str, ...] = (),
    ) -> list[str]:
        """What is not as after an undisturbed run, once the same command was given again; empty when the law holds.
        `settings` of opskit for the calls that follow; sessions whose names end with one of `may_stay` may."""
        code = hit.ends()
        wrong = self._promised(code, site, hit)
        codes = again(site.project, settings)
        if codes[-1] != 0:
            wrong.append(f"the same command again does not come through: exits {codes}")
        wrong += picture(site.conninfo).other_than(self.undisturbed.after)
        wrong += [f"still there: session {each}" for each in sessions(site.conninfo, may_stay)]
        if site.project.run("ledger", "verify").code != 0:
            wrong.append("the ledger's chain is broken")
        self.note(kind, name, Accident(code, tuple(codes), tuple(wrong)))
        return [f"{kind} {name}: {each}" for each in wrong]

    def _promised(self, code: int, site: Site, hit: Call) -> list[str]:
        """What the exit code of the call that was hit said, and was not so."""
        if code == BUG:
            return [f"the call that was hit ended with a bug\n{hit.err()}"]
        if code < 0 or code in MAY_HAVE_CHANGED:
            return []
        now, before = picture(site.conninfo), self.undisturbed.before
        if (now.objects, now.rows) == (before.objects, before.rows):
            return []
        return [f"exit {code} promises that nothing was changed\n{hit.err()}"]
