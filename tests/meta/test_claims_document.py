"""docs/claims.md says which answers and keys there are, and its sample is a file of claims."""

from __future__ import annotations

import re
from pathlib import Path

from opskit.app import claim_kinds
from opskit.app.claim_kinds import ClaimVerdict
from opskit.catalog import claims_file, configuration

TEXT = (Path(__file__).parents[2] / "docs" / "claims.md").read_text("utf-8")
BLOCKS = [part.partition("```")[0] for part in TEXT.split("```toml\n")[1:]]


def rows(heading: str) -> list[list[str]]:
    part = TEXT.partition(f"| {heading} |")[2].partition("\n\n")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in part.splitlines()[2:]]


def test_every_type_is_in_it_with_its_keys() -> None:
    told = {name.strip("`"): set(re.findall(r"`([^`]+)`", keys)) for name, _, keys in rows("type")}
    there = {name: set(shape().asked.__struct_fields__) for name, shape in claim_kinds.shapes().items()}
    assert told == there


def test_every_verdict_is_in_it() -> None:
    assert {name for name, _ in rows("verdict")} == {each.value for each in ClaimVerdict}


def test_its_samples_can_be_read(tmp_path: Path) -> None:
    settings, claims = BLOCKS
    (tmp_path / "opskit.toml").write_text(settings, encoding="utf-8")
    (tmp_path / "claims.toml").write_text(claims, encoding="utf-8")
    path = configuration.load(tmp_path).claims
    assert path == tmp_path / "claims.toml"
    found = claims_file.load(path, claim_kinds.shapes())
    assert [each.type for each in found.claims] == ["unique", "benchmark"]
