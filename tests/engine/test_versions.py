"""Versions: which versions of the program lie in the range that a pack needs."""

from __future__ import annotations

import pytest

from cchc_check.engine.versions import fits, program_version


@pytest.mark.parametrize(
    ("version", "wanted", "expected"),
    [
        pytest.param("0.1.0", ">=0.1,<1", True, id="inside"),
        pytest.param("0.1", ">=0.1.0", True, id="zeros at the end do not count"),
        pytest.param("1.0.0", ">=0.1,<1", False, id="the upper end is outside"),
        pytest.param("0.10.0", ">=0.9", True, id="numbers, not letters"),
        pytest.param("0.1.0", ">0.1", False, id="not more"),
        pytest.param("0.1.0", "<=0.1", True, id="not less"),
        pytest.param("0.2.0", "==0.2", True, id="the same"),
        pytest.param("0.2.0", "!=0.2, >=0.1", False, id="excluded"),
        pytest.param("0.2.0.dev1", ">=0.2", True, id="a development version is told by its release"),
    ],
)  # fmt: skip
def test_a_version_lies_in_a_range_or_not(version: str, wanted: str, expected: bool) -> None:
    assert fits(version, wanted) is expected


@pytest.mark.parametrize("wanted", ["", "0.1", ">=", ">=a", "~=0.1", ">=0.1,", ">=0.1 <1"])
def test_what_is_no_range_is_refused(wanted: str) -> None:
    with pytest.raises(ValueError):
        fits("0.1.0", wanted)


def test_the_program_knows_its_version() -> None:
    version = program_version()
    assert version is not None and fits(version, ">=0.1")
