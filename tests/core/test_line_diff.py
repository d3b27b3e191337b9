"""Changes of a clause of several lines stay in the lines they are in."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reader.core import line_diff
from reader.core.diff import diff
from reader.core.line_diff import diff_lines

OLD = (
    "有下列行为之一的，处一万元罚款：\n（一）未制定应急预案的；\n（二）擅自发布系统漏洞信息的；\n（三）拒绝接受检查的。"
)
NEW = (
    "有下列行为之一的，处五万元罚款：\n（一）泄露个人信息的；\n（二）未制定应急预案的；\n（三）擅自发布系统漏洞信息的。"
)


@pytest.mark.parametrize(
    ("left", "right"), [(OLD, NEW), (NEW, OLD), ("甲", ""), ("", "甲\n乙"), ("甲\n", "甲"), (OLD, OLD)]
)
def test_the_stretches_tile_both_texts(left: str, right: str) -> None:
    spans = diff_lines(left, right)
    assert "".join(span.left.cut(left) for span in spans) == left
    assert "".join(span.right.cut(right) for span in spans) == right
    assert all(span.left.cut(left) == span.right.cut(right) for span in spans if span.kind == "equal")
    assert not any(a.kind == b.kind == "equal" for a, b in pairwise(spans))


def test_no_change_runs_from_one_item_into_another() -> None:
    changed = [span for span in diff_lines(OLD, NEW) if span.kind != "equal"]
    for span in changed:
        for words in (span.left.cut(OLD), span.right.cut(NEW)):
            assert "\n" not in words.strip("\n"), words
    assert "（一）泄露个人信息的；\n" in [span.right.cut(NEW) for span in changed], "a new item is one change"
    assert "未制定应急预案" in "".join(span.right.cut(NEW) for span in diff_lines(OLD, NEW) if span.kind == "equal")


def test_very_long_clauses_are_compared_as_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_diff, "MOST", 3)
    assert diff_lines(OLD, NEW) == diff(OLD, NEW)
