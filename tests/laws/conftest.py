"""Prints the share of statement kinds that are taken back (law 4)."""

from __future__ import annotations

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    back: dict[str, bool] = {}
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, value in getattr(report, "user_properties", ()) if getattr(report, "when", "") == "call" else ():
                if name == "undo" and value[0]:
                    back[value[0]] = back.get(value[0], False) or value[1]
    if back:
        terminalreporter.write_line(f"kinds of statement taken back: {sum(back.values())} of {len(back)}")
