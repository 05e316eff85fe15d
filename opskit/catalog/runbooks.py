"""runbooks/<name>.toml -> Runbook, every fault of the file at once. A folder of the operator's own (opskit.toml,
[runbooks] path) is searched before the packaged one."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from opskit.catalog import gate_file, toml_file
from opskit.catalog import runbook_file as form
from opskit.catalog import runbook_rules as rules
from opskit.catalog.resources import folder
from opskit.catalog.runbook_file import Shapes
from opskit.catalog.toml_lines import Blocks
from opskit.core import runbook
from opskit.core.runbook import Runbook
from opskit.errors import Fault, InvalidFile, UsageFault

T = TypeVar("T")
Entry = dict[str, Any]
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
    """`shapes` gives the keys of each type of check and deed. InvalidFile lists all that is wrong with the file."""
    document = toml_file.read(path)
    try:
        outline = msgspec.convert(document, form.Outline)
    except msgspec.ValidationError as error:
        line = Blocks(path, "").line(0, str(error))
        raise InvalidFile([Fault(path, line, str(error))], f"mend {path}") from error
    return _File(path, document, outline, shapes).read()


class _File:
    """One runbook file while it is read; `faults` grows."""

    def __init__(self, path: Path, document: dict[str, Any], outline: form.Outline, shapes: Shapes) -> None:
        self.path = path
        self.document = document
        self.outline = outline
        self.shapes = shapes
        self.faults: list[Fault] = []

    def read(self) -> Runbook:
        head, phases, gates = self._head(), self._phases(), self._gates()
        items = self._items(head.defaults.max_age if head else "")
        declared = {str(given.get("id")) for given in self.outline.item}
        phase_ids = [str(given.get("id")) for given in self.outline.phase]
        self.faults += rules.of_items(self.path, items, declared, phase_ids)
        for gate in gates:
            self.faults += rules.of_gate(self.path, gate.name, gate.after, declared)
        if self.faults or head is None:
            raise InvalidFile(sorted(self.faults, key=lambda fault: fault.line), f"mend {self.path}")
        return Runbook(
            head.id, head.title, head.version, tuple(head.owners), self.path, phases, tuple(items.values()), gates
        )

    def _head(self) -> form.Head | None:
        given = {key: value for key, value in self.document.items() if key not in _LISTS}
        lines = Blocks(self.path, "")
        head = self._tried("", lambda message: lines.line(0, message), lambda: msgspec.convert(given, form.Head))
        if head:
            metrics = sum(len(gate.metric) for gate in self.outline.gate.values())
            self.faults += rules.of_head(self.path, head, len(self.outline.item), metrics)
        return head

    def _phases(self) -> tuple[runbook.Phase, ...]:
        read = self._entries(
            "[[phase]]", "phase", self.outline.phase, lambda given: msgspec.convert(given, form.Phase).noun()
        )
        return tuple(read.values())

    def _items(self, max_age: str) -> dict[int, runbook.Item]:
        """The items that could be read, by the line they begin on."""
        return self._entries(
            "[[item]]", "item", self.outline.item,
            lambda given: msgspec.convert(given, form.Item).noun(self.shapes, max_age),
        )  # fmt: skip

    def _gates(self) -> tuple[runbook.Gate, ...]:
        gates = [self._gate(name, given) for name, given in self.document.get("gate", {}).items()]
        return tuple(gate for gate in gates if gate)

    def _gate(self, name: str, given: Entry) -> runbook.Gate | None:
        metrics = self._entries(
            f"[[gate.{name}.metric]]", f"gate.{name} metric", self.outline.gate[name].metric,
            lambda given: gate_file.metric(given, self.document["gate"][name], self.shapes),
        )  # fmt: skip
        self.faults += rules.of_metrics(self.path, metrics)
        lines = Blocks(self.path, f"[gate.{name}]")
        read = self._tried(
            f"gate.{name}: ", lambda message: lines.line(0, message), lambda: msgspec.convert(given, gate_file.Gate)
        )
        return read.noun(name, tuple(metrics.values())) if read else None

    def _entries(self, header: str, noun: str, given: list[Entry], convert: Callable[[Entry], T]) -> dict[int, T]:
        """What could be read of a list, by the line it begins on (0 and below: it has none)."""
        lines = Blocks(self.path, header)
        found: dict[int, T] = {}
        for place, each in enumerate(given):
            read = self._entry(lines, noun, place, each, convert)
            if read:
                found[lines.line(place) or -place] = read
        return found

    def _entry(self, lines: Blocks, noun: str, place: int, given: Entry, convert: Callable[[Entry], T]) -> T | None:
        label = f"{noun} {given.get('id') or f'number {place + 1}'}: "
        return self._tried(label, lambda message: lines.line(place, message), lambda: convert(given))

    def _tried(self, label: str, line: Callable[[str], int], convert: Callable[[], T]) -> T | None:
        """A value, or None with the fault noted, so that the others are still looked at."""
        try:
            return convert()
        except (msgspec.ValidationError, ValueError) as error:
            self.faults.append(Fault(self.path, line(str(error)), f"{label}{error}"))
            return None
