"""The program's own words in a register follow the window's language, a document's words the script of the texts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reader.core.register import Target
from reader.core.said import Said
from reader.library import Library
from reader.registers.exporting import CONCERNED, CORRECTED, DUE, STATUS, WHY
from reader.registers.own_rows import CHECKED, DROPPED, SeenRow
from reader.script import Script
from reader.settings import Settings
from reader.ui.look.texts import Texts, load_catalogue
from reader.ui.look.theme import PAPER
from reader.ui.registers.register_cells import IN_LIBRARY, OWN, CellWords
from reader.ui.registers.register_facets import GROUP_NAMES
from reader.ui.registers.register_lines import DOUBT, Ledger, make
from reader.ui.registers.registers_page import RegistersPage
from reader.ui.session.session import Session

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

ROOT = Path(__file__).resolve().parents[3]
TRANSLATIONS = ROOT / "resources" / "translations"
HAN = re.compile("[\u4e00-\u9fff]")
QUOTED = re.compile("“[^”]*”")
REASONS = ("origins", "certainty", "targets", "alignment")


@pytest.fixture
def ledger(library: Library) -> Ledger:
    return make(library, "")


def words(language: str) -> CellWords:
    texts = Texts(TRANSLATIONS, language)
    return CellWords(texts, texts.told, str, lambda doc: f"<{doc}>")


def test_in_english_no_own_word_of_a_cell_is_chinese(ledger: Ledger) -> None:
    english, seen = words("en"), set()
    for sheet in (ledger.sheets or {}).values():
        for line in sheet.lines:
            for heading, cell in zip(sheet.headings, line.cells, strict=True):
                if heading in {*OWN, WHY, CORRECTED, DUE, DOUBT, STATUS, IN_LIBRARY}:
                    said = english.said(line, heading, cell)
                    assert not HAN.search(QUOTED.sub("", said)), (heading, cell, said)
                    seen.add(heading if said else "")
    assert seen >= {WHY, DOUBT, "形式", "类别", "要求", IN_LIBRARY}


def test_what_was_corrected_is_told_in_the_language_with_the_words_of_the_document(ledger: Ledger) -> None:
    line = ledger.sheet("targets").lines[0]
    assert isinstance(line.row, Target)
    read = replace(line.row, what="甲指标", comparator=">=")
    now = replace(read, what="乙指标", comparator="<=")
    english = words("en")
    for changes, row, said in (
        ({DROPPED: True}, read, "Removed"), ({CHECKED: True}, read, "Checked"),
        ({"what": "乙指标", "comparator": "<="}, now, "Corrected: Indicator was “甲指标”; Comparison was “at least”"),
    ):  # fmt: skip
        seen = SeenRow(line.seen.key, row, read, changes=changes)
        assert english.said(replace(line, seen=seen), CORRECTED, "…") == said


def test_units_keep_their_names_and_their_parts_are_told(ledger: Ledger) -> None:
    line = ledger.sheet("systems").lines[0]
    said = words("en").said(line, CONCERNED, "市科技局（牵头）、市局（筹）、丙局")
    assert said == "市科技局（Lead）、市局（筹）、丙局"


def test_every_reason_for_checking_a_row_is_in_both_catalogues() -> None:
    reasons = set[str]()
    for name in REASONS:
        tree = ast.parse((ROOT / "reader" / "registers" / f"{name}.py").read_text("utf-8"))
        constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        reasons |= {
            value.replace("{}", "某") for value in constants
            if isinstance(value, str) and re.fullmatch("[“\u4e00-\u9fff][^\\n]{5,}。", value)
        }  # fmt: skip
    assert len(reasons) > 15
    for language in ("en", "zh_TW"):
        said = Said(load_catalogue(TRANSLATIONS, f"said-{language}"))
        assert [each for each in sorted(reasons) if said(each) == each] == []


@pytest.fixture
def page(qtbot: QtBot, library: Library) -> Iterator[RegistersPage]:
    session = Session(library, Settings(script="hant"), Texts(TRANSLATIONS, "zh_CN"))
    made = RegistersPage(session, PAPER)
    qtbot.addWidget(made)
    made.resize(1366, 640)
    with qtbot.waitSignal(made.listed):
        made.show()
    yield made
    made.close_lane()
    session.close()
    session.deleteLater()


def test_with_texts_in_traditional_script_own_words_stay_those_of_the_window(page: RegistersPage) -> None:
    assert page._session.script == Script.HANT
    items = (page.facets.topLevelItem(at) for at in range(page.facets.topLevelItemCount()))
    tops = [item.text(0) for item in items if item is not None]
    assert set(tops) <= set(GROUP_NAMES.values())
    assert {"单位", "年份"} <= set(tops), "words that differ in the other script"
    rows = page.table.rows
    heads = [str(rows.headerData(at, Qt.Orientation.Horizontal)) for at in range(rows.columnCount())]
    assert {head.rstrip(" ▲▼") for head in heads} <= set(rows.sheet.headings)
    assert page.figures.text().startswith("共 ")
    assert "项" in page.figures.text()
    tasks = [str(rows.data(rows.index(at, rows.sheet.headings.index("任务")))) for at in range(20)]
    assert any("數" in each for each in tasks), "the words of documents follow their script"
    assert not any("数" in each for each in tasks)
