"""本条沿革: what a clause without a number is called is said in the language of the window."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reader.library.versions.courses import UNNUMBERED
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER
from reader.ui.provenance.course_page import CoursePage

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"


@pytest.mark.parametrize(
    ("language", "said"), [("en", "(no number)"), ("zh_CN", "（无编号）"), ("zh_TW", "（無編號）")]
)
def test_no_number_is_told_in_the_language_of_the_window(language: str, said: str) -> None:
    edition = SimpleNamespace(
        info=SimpleNamespace(id="d"), told=SimpleNamespace(at=""), validity=SimpleNamespace(state="expired"),
        named="某市办法", doubt=False,
    )  # fmt: skip
    stage: Any = SimpleNamespace(
        edition=edition, named=f"第一条 → {UNNUMBERED}", turn="first", beside=(), clauses=(), notes=()
    )
    page = CoursePage(Texts(TRANSLATIONS, language), lambda text: f"<{text}>", PAPER)
    assert f"&lt;第一条 → &gt;{said}&lt;&gt;" in page.page([stage], "")
