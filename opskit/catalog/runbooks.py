"""runbooks/<name>.toml -> Runbook, every fault of the file at once. A folder of the operator's own (opskit.toml,
[runbooks] path) is searched before the packaged one."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from opskit.catalog import runbook_file as form
from opskit.catalog import runbook_rules as rules
from opskit.catalog import toml_file
from opskit.catalog.resources import folder
from opskit.catalog.runbook_file import Shapes
from opskit.catalog.toml_lines import Entries
from opskit.core import runbook
from opskit.core.runbook import Runbook
from opskit.errors import Fault, InvalidFile, UsageFault

T = TypeVar("T")
_LISTS = {"phase", "item", "gate"}


def names(own: Path | None) -> dict[str, Path]:
    """Every runbook there is, by its name; one's own replaces a packaged one of the same name."""
    folders = [folder("runbooks"), *([own] if own else [])]
    found = {path.stem: path for each in folders for path in sorted(each.glob("*.toml"))}
    return dict(sorted(found.items()))


def find(own: Path | None, name: str) -> Path:
    known = names(own)
    if name not in known:
        close = difflib.get_close_matches(name, known, 1)
        hint = f"did you mean {close[0]!r}?" if close else "opskit runbook list"
        raise UsageFault(f"there is no runbook {name!r}", f"known: {', '.join(known) or 'none'}", hint)
    return known[name]


def load(path: Path, shapes: Shapes) -> Runbook:
    """`shapes` gives the keys of each check type. InvalidFile lists everything that is wrong with the file."""
    document = toml_file.read(path)
    misshapen = _misshapen(path, document)
    if misshapen:
        raise InvalidFile(misshapen, f"mend {path}")
    return _File(path, document, shapes).read()


def _misshapen(path: Path, document: dict[str, Any]) -> list[Fault]:
    """phase, item and a gate's metric are arrays of tables, gate is a table of tables."""
    gates = document.get("gate", {})
    metrics = (
        {name: gate.get("metric", []) for name, gate in gates.items() if isinstance(gate, dict)}
        if isinstance(gates, dict)
        else {}
    )
    arrays = {key: document.get(key, []) for key in ("phase", "item")} | {
        f"gate.{key}.metric": value for key, value in metrics.items()
    }
    faults = [
        Fault(path, toml_file.line_of(path, key.rpartition(".")[2]), f"{key} is no array of tables, [[{key}]]")
        for key, value in arrays.items()
        if not isinstance(value, list)
    ]
    if not isinstance(gates, dict) or len(metrics) != len(gates):
        faults.append(Fault(path, toml_file.line_of(path, "gate"), "gate is no table of gates, [gate.<name>]"))
    return faults


class _File:
    """One runbook file while it is read; `faults` grows."""

    def __init__(self, path: Path, document: dict[str, Any], shapes: Shapes) -> None:
        self.path = path
        self.document = document
        self.shapes = shapes
        self.faults: list[Fault] = []

    def read(self) -> Runbook:
        head, phases, gates = self._head(), self._phases(), self._gates()
        items = self._items(head.defaults.max_age if head else "")
        self.faults += rules.of_items(self.path, items, {phase.id for phase in phases})
        if self.faults or head is None:
            raise InvalidFile(sorted(self.faults, key=lambda fault: fault.line), f"mend {self.path}")
        return Runbook(
            head.id, head.title, head.version, tuple(head.owners), self.path, phases, tuple(items.values()), gates
        )

    def _head(self) -> form.Head | None:
        given = {key: value for key, value in self.document.items() if key not in _LISTS}
        head = self._tried("", self._top_line, lambda: msgspec.convert(given, form.Head))
        if head:
            gates = self.document.get("gate", {}).values()
            metrics = sum(len(gate.get("metric", ())) for gate in gates)
            self.faults += rules.of_head(self.path, head, len(self.document.get("item", ())), metrics)
        return head

    def _phases(self) -> tuple[runbook.Phase, ...]:
        lines = Entries(self.path, "phase")
        read = [
            self._entry(lines, "phase", place, given, lambda given: msgspec.convert(given, form.Phase))
            for place, given in enumerate(self.document.get("phase", ()))
        ]
        return tuple(runbook.Phase(phase.id, phase.title) for phase in read if phase)

    def _items(self, max_age: str) -> dict[int, runbook.Item]:
        """The items that could be read, by the line they begin on."""
        lines = Entries(self.path, "item")
        found: dict[int, runbook.Item] = {}
        for place, given in enumerate(self.document.get("item", ())):
            read = self._entry(
                lines, "item", place, given, lambda given: msgspec.convert(given, form.Item).noun(self.shapes, max_age)
            )
            if read:
                found[lines.line(place) or -place] = read
        return found

    def _gates(self) -> tuple[runbook.Gate, ...]:
        gates = [self._gate(name, given) for name, given in self.document.get("gate", {}).items()]
        return tuple(gate for gate in gates if gate)

    def _gate(self, name: str, given: dict[str, Any]) -> runbook.Gate | None:
        header = f"gate.{name}"
        lines = Entries(self.path, f"{header}.metric")
        metrics = [
            self._entry(lines, f"{header} metric", place, each, lambda each: msgspec.convert(each, form.Metric).noun())
            for place, each in enumerate(given.get("metric", ()))
        ]
        read = self._tried(
            f"{header}: ", lambda _: toml_file.line_of(self.path, header), lambda: msgspec.convert(given, form.Gate)
        )
        return read.noun(name, tuple(metric for metric in metrics if metric)) if read else None

    def _entry(self, lines: Entries, noun: str, place: int, given: Any, convert: Callable[[Any], T]) -> T | None:
        name = given.get("id") if isinstance(given, dict) else None
        label = f"{noun} {name or f'number {place + 1}'}: "
        return self._tried(label, lambda message: lines.line(place, message), lambda: convert(given))

    def _tried(self, label: str, line: Callable[[str], int], convert: Callable[[], T]) -> T | None:
        """A value, or None with the fault noted, so that the others are still looked at."""
        try:
            return convert()
        except (msgspec.ValidationError, ValueError) as error:
            self.faults.append(Fault(self.path, line(str(error)), f"{label}{error}"))
            return None

    def _top_line(self, message: str) -> int:
        quoted = message.split("`")[1::2]
        found = (toml_file.line_of(self.path, name.removeprefix("$.")) for name in quoted)
        return next((line for line in found if line), 1)
