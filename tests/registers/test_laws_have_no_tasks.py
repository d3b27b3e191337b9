"""A law says in general who is in charge; a plan says who does what. The same sentence is a task only in a plan."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reader.core.document import Document
from reader.registers import Lexicon
from reader.registers.tasks import read_tasks

SENTENCE = "由市数据局牵头建设公共数据开放平台，市财政局配合。"


@pytest.mark.parametrize(("title", "leads"), [("某市公共数据行动方案", ["市数据局"]), ("某市公共数据条例", [])])
def test_prose_is_read_for_tasks_in_plans_only(
    title: str, leads: list[str], plan: Callable[..., Document], lexicon: Lexicon
) -> None:
    found = read_tasks(plan(("title", title), SENTENCE, title=title), lexicon)
    assert [unit.name for task in found for unit in task.lead] == leads
