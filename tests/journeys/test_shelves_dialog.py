"""Through the real window: 书架, their order and which are shown, one rolled back, one removed; what stands on two."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from reader.core.document import Document
from reader.core.pack import ADDITION, PackManifest
from reader.corpus import Corpus
from reader.packs.writing import write_pack
from reader.paths import Paths
from reader.ui.main_window import MainWindow
from reader.ui.packs.shelf_dialog import ShelfDialog
from tests.journeys.test_packs import KEY, PUBLIC, OpenWindow, looked_at, open_here, places

__all__ = ["open_here", "places"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def addition(tmp_path: Path, make_document: Callable[..., Document]) -> Callable[..., Path]:
    """A signed pack of a shelf; `plan` is in the corpus of the program, too."""

    def make(day: int, *words: str, name: str = "市级") -> Path:
        folder = tmp_path / f"{name}-{day}"
        Corpus(folder).write([
            make_document("第一条 市里的规划。", doc="plan", title="市里的规划"),
            *(make_document(f"第一条 {each}。", doc=f"city-{each}", title=each) for each in words),
        ])  # fmt: skip
        made = f"2026-11-{day:02}T03:00:00Z"
        facts = PackManifest(f"十一月{day}日", Corpus(folder).version, made, "0.1.0", "", (), ADDITION, name)
        write_pack(folder, tmp_path / f"{name}-{day}.prpack", facts, KEY)
        return tmp_path / f"{name}-{day}.prpack"

    return make


def dialog_of(qtbot: QtBot, window: MainWindow) -> ShelfDialog:
    window.late.actions["shelves"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.desks.packs.dialog, ShelfDialog))
    dialog = window.desks.packs.dialog
    assert isinstance(dialog, ShelfDialog)
    return dialog


def with_shelf(qtbot: QtBot, open_here: OpenWindow, places: Paths, pack: Path) -> MainWindow:
    """The window as it opens after a shelf was installed."""
    places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', "utf-8")
    window = open_here()
    with qtbot.waitSignal(window.reopen_wanted):
        looked_at(qtbot, window, pack).go.click()
    window.close()
    return open_here()


def row(dialog: ShelfDialog, name: str) -> int:
    (found,) = dialog.list.findItems(name, Qt.MatchFlag.MatchExactly, 0)
    dialog.list.setCurrentItem(found)
    return dialog.list.indexFromItem(found).row()


def item(dialog: ShelfDialog, name: str) -> QTreeWidgetItem:
    found = dialog.list.topLevelItem(row(dialog, name))
    assert found is not None
    return found


def ids(window: MainWindow) -> list[str]:
    return [info.id for info in window.session.documents()]


def test_shelves_from_installing_to_removing(
    qtbot: QtBot, open_here: OpenWindow, places: Paths, addition: Callable[..., Path]
) -> None:
    places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', "utf-8")
    for file in (addition(1, "a"), addition(2, "b")):
        window = open_here()
        offer = looked_at(qtbot, window, file)
        assert "市里的规划" in offer.documents.toPlainText().rpartition("别的书架上也有")[2]
        with qtbot.waitSignal(window.reopen_wanted):
            offer.go.click()
        window.close()
    window = open_here()
    assert ids(window) == ["draft", "plan", "city-b"]
    dialog = dialog_of(qtbot, window)
    assert not dialog.apply.isEnabled(), "nothing is different yet"
    row(dialog, "随附文件")
    assert "1 份文件在“市级”上也有" in dialog.facts.text()
    assert not dialog.remove.isEnabled()
    assert not dialog.back.isEnabled()

    assert row(dialog, "市级") == 1
    assert "可以退回：十一月1日" in dialog.facts.text()
    others = dialog.back, dialog.remove, dialog.install
    assert all(button.isEnabled() for button in others)
    dialog.up.click()
    assert not any(button.isEnabled() for button in others), "what was arranged would be lost"
    assert "请先应用" in dialog.back.toolTip()
    dialog.down.click()
    assert all(button.isEnabled() and not button.toolTip() for button in others)
    dialog.up.click()
    with qtbot.waitSignal(window.reopen_wanted):
        dialog.apply.click()
    window.close()
    window = open_here()
    assert ids(window) == ["city-b", "plan", "draft"], "the corpus of the program stands later now"
    assert window.session.library.open("plan").title != "市里的规划"

    dialog = dialog_of(qtbot, window)
    item(dialog, "市级").setCheckState(0, Qt.CheckState.Unchecked)
    with qtbot.waitSignal(window.reopen_wanted):
        dialog.apply.click()
    window.close()
    window = open_here()
    assert ids(window) == ["plan", "draft"]

    dialog = dialog_of(qtbot, window)
    assert item(dialog, "市级").text(3) == "已隐藏"
    item(dialog, "市级").setCheckState(0, Qt.CheckState.Checked)
    with qtbot.waitSignal(window.reopen_wanted):
        dialog.apply.click()
    window.close()
    window = open_here()
    dialog = dialog_of(qtbot, window)
    window.late.actions["previous_corpus"].trigger()
    assert "可以退回的书架：市级" in window.late.message.label.text(), "not that there is nothing"
    assert window.late.message.button.text() == "书架…"
    row(dialog, "市级")
    dialog.back.click()
    assert "将退回书架“市级”的语料包“十一月1日”" in window.late.message.label.text()
    with qtbot.waitSignal(window.reopen_wanted):
        window.late.message.button.click()
    window.close()
    window = open_here()
    assert "city-a" in ids(window)
    dialog = dialog_of(qtbot, window)
    row(dialog, "市级")
    dialog.remove.click()
    assert "批注都留着" in window.late.message.label.text()
    with qtbot.waitSignal(window.reopen_wanted):
        window.late.message.button.click()
    window.close()
    assert ids(open_here()) == ["plan", "draft"]


def test_a_library_of_which_all_shelves_are_hidden_leads_to_them(
    qtbot: QtBot, open_here: OpenWindow, places: Paths, addition: Callable[..., Path]
) -> None:
    window = with_shelf(qtbot, open_here, places, addition(1, "a"))
    assert not window.late.library.shelves.isVisible()
    dialog = dialog_of(qtbot, window)
    for name in ("随附文件", "市级"):
        item(dialog, name).setCheckState(0, Qt.CheckState.Unchecked)
    with qtbot.waitSignal(window.reopen_wanted):
        dialog.apply.click()
    window.close()
    window = open_here()
    assert ids(window) == []
    qtbot.waitUntil(window.late.library.shelves.isVisible)
    window.late.library.shelves.click()
    qtbot.waitUntil(lambda: isinstance(window.desks.packs.dialog, ShelfDialog))


def test_the_provenance_says_that_another_shelf_has_it_too(
    qtbot: QtBot, open_here: OpenWindow, places: Paths, addition: Callable[..., Path]
) -> None:
    from reader.core.span import Location

    window = with_shelf(qtbot, open_here, places, addition(1, "a"))
    window.session.open(Location("plan"))
    window.parts.right.show_tab("source")
    qtbot.waitUntil(lambda: "也有编号相同的文件" in window.late.source.page.toPlainText())
    assert "这里显示“市级”的" in window.late.source.page.toPlainText()


def test_a_shelf_that_is_damaged_is_said_and_the_others_stay(
    qtbot: QtBot, open_here: OpenWindow, places: Paths, addition: Callable[..., Path], profile: Path
) -> None:
    places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', "utf-8")
    window = open_here()
    with qtbot.waitSignal(window.reopen_wanted):
        looked_at(qtbot, window, addition(1, "a")).go.click()
    window.close()
    (file,) = profile.rglob("c-*/normalised/manifest.json")
    file.write_text("{", "utf-8")
    window = open_here()
    qtbot.waitUntil(lambda: "书架“市级”" in window.late.message.label.text())
    assert ids(window) == ["plan", "draft"]
    dialog = dialog_of(qtbot, window)
    assert item(dialog, "市级").text(3) == "已损坏"
    assert "书架“市级”" in dialog.facts.text()


def test_a_delta_says_what_it_rests_on(
    qtbot: QtBot, open_here: OpenWindow, places: Paths, addition: Callable[..., Path], tmp_path: Path
) -> None:
    from reader.packs.archive import open_for_comparing

    places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', "utf-8")
    window, base = open_here(), addition(1, "a")
    with qtbot.waitSignal(window.reopen_wanted):
        looked_at(qtbot, window, base).go.click()
    window.close()
    addition(2, "a", "b")
    folder, file = tmp_path / "市级-2", tmp_path / "delta.prpack"
    facts = PackManifest("二日", Corpus(folder).version, "2026-11-02T03:00:00Z", "0.1.0", "", (), ADDITION, "市级")
    with open_for_comparing(base) as whole:
        write_pack(folder, file, facts, KEY, against=whole)
    window = open_here()
    offer = looked_at(qtbot, window, file)
    assert any("增量包，在“十一月1日”之上" in label.text() for label in offer.facts.findChildren(QLabel))
    with qtbot.waitSignal(window.reopen_wanted):
        offer.go.click()
    window.close()
    assert "city-b" in ids(open_here())


def test_the_headings_of_the_dialog_say_what_is_counted(qtbot: QtBot, open_here: OpenWindow) -> None:
    window = open_here()
    window.session.texts.set_language("en")
    dialog = dialog_of(qtbot, window)
    assert dialog.windowTitle() == "Shelves"
    assert [dialog.list.headerItem().text(at) for at in range(3)] == ["Shelf", "Kind", "Documents"]
