"""English has a form for one and a form for many; other languages need none. No sentence loses a value."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reader.ui.look.texts import Texts

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"
BARE = re.compile(
    r"\{(?!whole)\w+\} (?:other |more |shared )?(?:pages|documents|clauses|places|hits|notes|bookmarks|tasks|files|changes)\b"
)


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 note"), (2, "2 notes"), (0, "0 notes"), (11, "11 notes"), ("1", "1 note")]
)
def test_one_and_many(n: object, said: str) -> None:
    english = Texts(TRANSLATIONS, "en")
    assert english("共 {n} 条", n=n) == said
    assert Texts(TRANSLATIONS)("共 {n} 条", n=n) == f"共 {n} 条"


def test_every_count_in_english_has_both_forms_and_every_value_of_the_chinese_sentence() -> None:
    catalogue = json.loads((TRANSLATIONS / "en.json").read_text("utf-8"))
    assert [said for said in catalogue.values() if BARE.search(said)] == []
    for simplified, said in catalogue.items():
        assert set(re.findall(r"\{(\w+)", said)) <= set(re.findall(r"\{(\w+)\}", simplified)), simplified
