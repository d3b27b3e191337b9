"""What the registers and their columns are called in English: a tab is of many, a cell holds one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.core.register import REGISTERS
from reader.registers.exporting import TITLES
from reader.ui.look.texts import Texts
from reader.ui.registers.register_words import TABS

TRANSLATIONS = Path(__file__).resolve().parents[3] / "resources" / "translations"


@pytest.mark.parametrize("name", ["tasks", "targets", "citations"])
def test_a_tab_and_the_column_of_its_name_differ_in_english(name: str) -> None:
    tab, column = (Texts(TRANSLATIONS, "en")(each[name]) for each in (TABS, TITLES))
    assert tab == f"{column}s"


@pytest.mark.parametrize("language", ["zh_CN", "zh_TW"])
def test_in_chinese_they_are_called_the_same(language: str) -> None:
    texts = Texts(TRANSLATIONS, language)
    assert [texts(TABS[name]) for name in REGISTERS] == [texts(TITLES[name]) for name in REGISTERS]
