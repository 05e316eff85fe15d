"""An answer as JUnit XML, in the shape of junit-10.xsd of Jenkins' xUnit plugin, which GitLab reads too.

The same text for the same answer: without a time of their own the suites are of the time the run began at. Whatever is
no ASCII is written as a reference, so that the file is the same in every locale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from importlib import import_module
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from opskit import __version__
from opskit.core.answer import Answer
from opskit.core.secret import redact
from opskit.render.hostile import one_line, visible
from opskit.render.suite import Case, Outcome, Suite

# The run's name tells when it began.
_RUN = re.compile(r"(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-")
_COUNTED = (("failures", Outcome.FAILURE), ("errors", Outcome.ERROR), ("skipped", Outcome.SKIPPED))
# Unicode has these two, XML does not; they are no control characters that would have been made visible before.
_NO_XML = str.maketrans({"\ufffe": "\\ufffe", "\uffff": "\\uffff"})


def draw(answer: Answer[Any]) -> str:
    module = import_module(f"opskit.render.suites.{answer.command.replace('-', '_').replace(' ', '_')}")
    made: Sequence[Suite] = [each for each in module.suites(answer) if each.cases]
    cases = [case for each in made for case in each.cases]
    numbers = {name: count for name, count in _numbers(cases).items() if name != "skipped"}
    root = Element("testsuites", {"name": f"opskit {answer.command}", **numbers})
    seen = Counter[tuple[str, str]]()
    for each in made:
        root.append(_suite(answer, each, seen))
    indent(root)
    text: bytes = tostring(root, encoding="us-ascii", xml_declaration=True)
    return text.decode("ascii")


def _numbers(cases: Sequence[Case]) -> dict[str, str]:
    outcomes = Counter(each.outcome for each in cases)
    return {
        "tests": str(len(cases)),
        **{name: str(outcomes[outcome]) for name, outcome in _COUNTED},
        "time": _seconds(sum(each.seconds for each in cases)),
    }


def _suite(answer: Answer[Any], suite: Suite, seen: Counter[tuple[str, str]]) -> Element:
    about = {"name": _brief(suite.name), **_numbers(suite.cases)}
    about |= {"timestamp": at} if (at := suite.at or _began(answer.run)) else {}
    element = Element("testsuite", about | ({"file": _brief(suite.file)} if suite.file else {}))
    known = {"environment": answer.environment, "run": answer.run, "opskit": __version__}
    properties = SubElement(element, "properties")
    for name, value in known.items():
        if value:
            SubElement(properties, "property", {"name": name, "value": _brief(value)})
    place = ["opskit", answer.environment, answer.command.replace(" ", "-")]
    for case in suite.cases:
        key = _class_name([*place, case.group]), _brief(case.name)
        seen[key] += 1
        element.append(_case(case, *key, seen[key]))
    return element


def _case(case: Case, class_name: str, name: str, number: int) -> Element:
    """The second of a name has a number behind it, for a reader keeps one of each."""
    name = name if number == 1 else f"{name} ({number})"
    element = Element("testcase", {"classname": class_name, "name": name, "time": _seconds(case.seconds)})
    text = "\n".join(filter(None, case.text))
    if case.outcome is Outcome.PASSED:
        told = text
    else:
        told = ""
        why = {"type": _brief(case.word)} | ({"message": _brief(case.why)} if case.why else {})
        SubElement(element, case.outcome.value, why).text = _text("\n".join(filter(None, [case.why, text]))) or None
    out = "\n".join(filter(None, [told, *(f"evidence: {each}" for each in case.evidence)]))
    if out:
        SubElement(element, "system-out").text = _text(out)
    return element


def _class_name(parts: Sequence[str]) -> str:
    """Dots are what a reader takes it apart by."""
    return ".".join(_brief(part).replace(".", "_").replace("/", "_") for part in parts if part)


def _seconds(count: float) -> str:
    return f"{count:.3f}" if count else "0"


def _began(run: str) -> str:
    found = _RUN.match(run)
    return "{}-{}-{}T{}:{}:{}Z".format(*found.groups()) if found else ""


def _brief(text: str) -> str:
    return one_line(redact(text)).translate(_NO_XML)


def _text(text: str) -> str:
    return visible(redact(text)).translate(_NO_XML)
