"""`opskit verify schema`: the one case, with what is otherwise."""

from __future__ import annotations

from opskit.app.verify_schema import SchemaVerified
from opskit.core.answer import Answer
from opskit.render.suite import Case, Suite, outcome_of


def suites(answer: Answer[SchemaVerified]) -> list[Suite]:
    seen = answer.data
    apart = [f"{each.kind} {each.name}: {each.change}" for each in seen.differences]
    text = [*apart, f"fingerprint {seen.fingerprint}", f"recorded {seen.recorded or 'nowhere'}"]
    case = Case(
        "schema", "as the last run left it", outcome_of(seen.verdict), seen.verdict, seen.reason, text, ["part:schema"]
    )
    return [Suite("schema", [case])]
