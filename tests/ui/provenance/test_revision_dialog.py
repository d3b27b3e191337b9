"""修订对照表 in the window: what changed is marked, one's own 说明 is asked to be kept, the program's own words are not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reader.core.align import align
from reader.core.comparison import compare
from reader.core.document import Document
from reader.library import Library
from reader.library.versions.explaining import Explanations
from reader.ui.compare.revision_dialog import RevisionDialog
from reader.ui.look.texts import Texts
from reader.ui.look.theme import PAPER

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

TRANSLATIONS = Path(__file__).parents[3] / "resources" / "translations"
SAME = tuple(f"第{n}项工作由{who}负责组织实施并定期公布进展。" for n, who in enumerate("教育卫生民政财政交通", 3))


def test_remarks_are_written_beside_the_words(qtbot: QtBot, make_document: Callable[..., Document]) -> None:
    old = make_document("公共数据每年更新50次，向社会开放。", *SAME, doc="old")
    new = make_document("公共数据每年更新500次，<向>社会开放。", *SAME, doc="new")
    parent = QWidget()
    qtbot.addWidget(parent)
    made = compare(old, new, align(old, new))
    dialog = RevisionDialog(Texts(TRANSLATIONS, "en"), str, PAPER, made, parent)
    table: Any = dialog.table
    assert "<u" in table.item(0, 1).data(Qt.ItemDataRole.UserRole)
    assert "&lt;向&gt;" in table.item(0, 1).data(Qt.ItemDataRole.UserRole)
    assert not table.item(0, 0).flags() & Qt.ItemFlag.ItemIsEditable
    assert [table.isRowHidden(at) for at in range(3)] == [False, True, True]
    dialog.changed.setChecked(False)
    assert not table.isRowHidden(1)
    told: list[tuple[str, str]] = []
    dialog.explained.connect(lambda *what: told.append(what))
    own = table.item(0, 2).text()
    table.item(0, 2).setText("按上级要求提高频次 ")
    table.item(0, 2).setText(own)
    assert told == [("b1|b1", "按上级要求提高频次"), ("b1|b1", "")]
    assert not dialog.grab().isNull()


def test_remarks_are_kept_for_the_pair_and_forgotten(small: Library, make_document: Callable[..., Document]) -> None:
    old, new = (make_document(f"公共数据每年更新{n}次。", *SAME, doc=f"v{n}") for n in (50, 500))
    made = compare(old, new, align(old, new))
    kept = Explanations(lambda: small.store)
    kept.explain("v50", "v500", made.rows[0].key, " 提高频次 ")
    assert [row.remark for row in kept.explained(made, "v50", "v500").rows][:2] == ["提高频次", ""]
    assert kept.explained(made, "v50", "another") is not made
    assert not any(row.remark for row in kept.explained(made, "v50", "another").rows)
    kept.explain("v50", "v500", made.rows[0].key, "")
    assert kept.explained(made, "v50", "v500") is made


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", ["changed", "renumbered: <第十条→第十一条>", "added", "removed"]),
     ("zh_CN", ["修改", "条次变动：<第十条→第十一条>", "新增", "删去"]),
     ("zh_TW", ["修改", "條次變動：<第十条→第十一条>", "新增", "刪去"])],
)  # fmt: skip
def test_what_became_of_a_clause_is_told_in_the_language_of_the_window(
    qtbot: QtBot, make_document: Callable[..., Document], language: str, said: list[str]
) -> None:
    """The names of clauses are the documents' and follow the script of the texts."""
    old, new = make_document("甲。", *SAME, doc="old"), make_document("乙。", *SAME, doc="new")
    made = compare(old, new, align(old, new))
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = RevisionDialog(Texts(TRANSLATIONS, language), lambda text: f"<{text}>", PAPER, made, parent)
    row = next(each for each in made.rows if each.left is not None and each.right is not None)
    assert row.left is not None
    assert row.right is not None
    left, right = replace(row.left, label="第十条"), replace(row.right, label="第十一条")
    rows = (
        replace(row, pair=replace(row.pair, status="reworded", moved=False), left=replace(left, label=""),
                right=replace(right, label="")),
        replace(row, pair=replace(row.pair, status="same", moved=False), left=left, right=right),
        replace(row, pair=replace(row.pair, status="only-right", moved=False), left=None),
        replace(row, pair=replace(row.pair, status="only-left", moved=False), right=None),
    )  # fmt: skip
    assert [dialog._said(each) for each in rows] == said
