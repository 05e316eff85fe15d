"""shared_preload_libraries: the names in it, and the statement that sets them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opskit.core.preload import RESET, libraries, set_to

NAMES = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), max_size=4)


@given(NAMES)
def test_what_the_server_writes_is_read_back(names: list[str]) -> None:
    written = ", ".join('"' + name.replace('"', '""') + '"' for name in names)
    assert list(libraries(written)) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("auto_explain", ("auto_explain",)),
        (' a ,b, "c,d" ', ("a", "b", "c,d")),
        ("$libdir/my lib, b", ("$libdir/my lib", "b")),
    ],
)
def test_names_are_separated_by_commas(text: str, names: tuple[str, ...]) -> None:
    assert libraries(text) == names


@pytest.mark.parametrize("text", ["a,,b", '"a', 'a"b', ","])
def test_what_the_server_would_refuse_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no list of libraries"):
        libraries(text)


def test_each_name_is_a_literal_of_its_own() -> None:
    assert set_to(["a", "b'c"]) == "alter system set shared_preload_libraries = 'a', 'b''c'"
    assert set_to([]) == RESET
