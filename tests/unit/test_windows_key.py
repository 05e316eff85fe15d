"""The key `windows` in opskit.toml: what it may be, and each fault with its line."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fixtures.program import Project

from opskit.catalog.configuration import load
from opskit.core.window import Weekly, Window
from opskit.errors import InvalidFile

HEAD = '[environments.production]\nservice = "p"\n'
WEEKLY = '{ days = ["tue", "thu"], from = "22:00", to = "02:00", zone = "Europe/Berlin" }'
ONCE = "{ start = 2026-01-13T22:00:00+01:00, end = 2026-01-14T00:00:00+01:00 }"
NIGHT = Window(
    datetime(2026, 1, 13, 21, tzinfo=UTC), datetime(2026, 1, 13, 23, tzinfo=UTC), timezone(timedelta(hours=1))
)
EVERY_WEEK = Weekly(frozenset({1, 3}), time(22), time(2), ZoneInfo("Europe/Berlin"))


def written(folder: Path, text: str) -> Path:
    (folder / "opskit.toml").write_text(text, encoding="utf-8")
    return folder


def faults(folder: Path) -> list[tuple[int, str]]:
    with pytest.raises(InvalidFile) as caught:
        load(folder)
    return [(each.line, each.text.removeprefix("environments.production: windows: ")) for each in caught.value.faults]


def test_an_environment_without_the_key_has_no_windows(tmp_path: Path) -> None:
    assert load(written(tmp_path, HEAD)).environments["production"].windows == ()


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}windows = [{WEEKLY}, {ONCE}]",
        f"{HEAD}windows = [  # two\n  {WEEKLY},\n  {ONCE},\n]",
        f"{HEAD}[[environments.production.windows]]\ndays = ['thu', 'tue']\nfrom = '22:00'\nto = '02:00'\n"
        "zone = 'Europe/Berlin'\n[[environments.production.windows]]\nstart = 2026-01-13T21:00:00Z\n"
        "end = 2026-01-14T00:00:00+01:00",
    ],
)
def test_windows_are_of_every_week_or_of_one_night(tmp_path: Path, text: str) -> None:
    weekly, once = load(written(tmp_path, text)).environments["production"].windows
    assert weekly == EVERY_WEEK
    assert isinstance(once, Window)
    assert (once.start, once.end) == (NIGHT.start, NIGHT.end)


def test_every_fault_is_told_with_the_line_of_its_window(tmp_path: Path) -> None:
    windows = [
        "{ start = 2026-01-13T22:00:00, end = 2026-01-14T00:00:00Z }",
        "{ start = 2026-01-13T22:00:00Z, end = 2026-01-13T23:00:00+01:00 }",
        "{ start = 2026-01-13, end = 2026-01-14T00:00:00Z }",
        WEEKLY.replace("thu", "thursday"),
        WEEKLY.replace('"tue", "thu"', ""),
        WEEKLY.replace('"02:00"', '"24:00"'),
        WEEKLY.replace('"22:00"', "22:00:00"),
        WEEKLY.replace("Berlin", "Berlyn"),
        WEEKLY.replace("zone", "tz"),
        WEEKLY.replace("Europe/Berlin", "../../etc/localtime"),
    ]
    lines = "".join(f"  {each},\n" for each in windows)
    assert faults(written(tmp_path, f"{HEAD}windows = [ # {{\n{lines}]\n")) == [
        (4, "`start` has no offset from UTC: write 2026-01-13T22:00:00+01:00, or Z for UTC itself"),
        (5, "`end` is not after its start"),
        (6, "Expected `datetime`, got `date` - at `$.start`"),
        (7, "`days`: 'thursday' is no day; known are mon, tue, wed, thu, fri, sat, sun"),
        (8, "`days`: no day is named; known are mon, tue, wed, thu, fri, sat, sun"),
        (9, "`to`: '24:00' is no time of day: write 22:00, from 00:00 to 23:59"),
        (10, "Expected `str`, got `time` - at `$.from`"),
        (11, "`zone`: 'Europe/Berlyn' is no time zone known here: write Europe/Berlin, or UTC"),
        (12, "Object contains unknown field `tz`"),
        (13, "`zone`: '../../etc/localtime' is no time zone known here: write Europe/Berlin, or UTC"),
    ]


def test_a_fault_in_a_table_of_its_own_has_the_line_of_its_key(tmp_path: Path) -> None:
    table = "[[environments.production.windows]]\nstart = 2026-01-13T22:00:00Z\nend = 2026-01-14T00:00:00\n"
    assert [line for line, _ in faults(written(tmp_path, HEAD + table))] == [5]


def test_a_fault_has_a_line_however_the_environment_is_written(tmp_path: Path) -> None:
    windows = "windows = [{ start = 2026-01-13T22:00:00, end = 2026-01-14T00:00:00Z }]"
    quoted = f'# first\n[environments."production"]\nservice = "p"\n{windows}'
    assert [line for line, _ in faults(written(tmp_path, quoted))] == [4]
    inline = f'# first\n[environments]\nproduction = {{ service = "p", {windows} }}'
    assert [line for line, _ in faults(written(tmp_path, inline))] == [3]


def test_one_window_without_a_list_is_a_fault(tmp_path: Path) -> None:
    (found,) = faults(written(tmp_path, f"{HEAD}windows = {WEEKLY}"))
    assert "Expected `array`, got `object`" in found[1]


def test_a_machine_without_time_zones_is_told_to_get_them(tmp_path: Path, home: Path) -> None:
    """PYTHONTZPATH takes away those of the system; the package tzdata is hidden."""
    written(tmp_path, f"{HEAD}windows = [{WEEKLY}]")
    environ = {**os.environ, "PYTHONTZPATH": "", "HOME": str(home)}
    program = "import sys; sys.modules['tzdata'] = None; from opskit.__main__ import main; main()"
    words = [sys.executable, "-c", program, "config", "show"]
    done = subprocess.run(words, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 7
    assert "'Europe/Berlin' cannot be looked up, this machine knows no time zones: pip install tzdata" in done.stderr


def test_config_show_tells_the_windows(project: Project) -> None:
    written(project.place, f"{HEAD}windows = [{WEEKLY}, {ONCE}]")
    values = {each["key"]: each["value"] for each in project.run("config", "show", "--json").ok().data["values"]}
    assert values["environments.production.windows"] == (
        "tue, thu 22:00 to 02:00 Europe/Berlin; 2026-01-13 22:00 UTC+01:00 to 2026-01-14 00:00 UTC+01:00"
    )
