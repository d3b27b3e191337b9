"""A pattern made when it is first used does what the same pattern made at once does."""

from __future__ import annotations

import re
import sys

import pytest

from reader.core.late_pattern import late


def test_it_finds_what_the_pattern_finds_and_knows_what_it_knows() -> None:
    made, at_once = late(r"(\d+)年", re.ASCII), re.compile(r"(\d+)年", re.ASCII)
    text = "2021年至2025年"
    for _ in range(2):
        assert made.sub("Y", text) == at_once.sub("Y", text)
        assert made.findall(text) == at_once.findall(text)
    assert (made.pattern, made.flags) == (at_once.pattern, at_once.flags)


def test_a_wrong_pattern_is_told_when_it_is_used() -> None:
    made = late("(")
    with pytest.raises(re.error):
        made.search("")


def test_nothing_is_made_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        sys.modules["reader.core.late_pattern"].re, "compile", lambda source, _flags: asked.append(source)
    )
    assert late("a").pattern == "a"
    assert not asked
