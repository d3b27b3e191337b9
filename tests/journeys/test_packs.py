"""Through the real window: corpus packs looked at, installed and taken back; 关于; what the administrator closed."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from reader import app
from reader.core.document import Document
from reader.core.pack import PackManifest
from reader.corpus import Corpus
from reader.library.settling import settle
from reader.machine_policy import read_policy
from reader.packs import integrity, minisign
from reader.packs.writing import write_pack
from reader.paths import Paths, find_paths
from reader.script import Script
from reader.ui.main_window import MainWindow
from reader.ui.notes.note_dialogs import ExportDialog
from reader.ui.packs.about import AboutDialog
from reader.ui.packs.pack_dialogs import PackDialog, WorkDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

OpenWindow = Callable[[], MainWindow]
KEY = minisign.SecretKey(bytes(range(8)), bytes(range(32)))
PUBLIC = base64.b64encode(b"Ed" + KEY.number + KEY.public.key).decode()


@pytest.fixture
def places(small_corpus: Path, profile: Path, tmp_path: Path) -> Paths:
    """The small corpus as the program's own, and a policy file of this test's."""
    found = find_paths(profile / "data", small_corpus)
    return replace(found, policy=tmp_path / "policy.toml")


@pytest.fixture
def open_here(open_at: Callable[[Paths], app.Running], places: Paths) -> OpenWindow:
    return lambda: open_at(settle(places, read_policy(places.policy), own_profile=True)).window


@pytest.fixture
def pack(small_corpus: Path, tmp_path: Path, make_document: Callable[..., Document]) -> Path:
    """Signed: `plan` with another wording, `draft` gone, `law` new."""
    folder = tmp_path / "next"
    shutil.copytree(small_corpus, folder)
    corpus = Corpus(folder)
    plan = corpus.load("plan")
    blocks = [(b.kind, b.text.replace("坚持创新驱动。", "坚持创新驱动发展战略。")) for b in plan.blocks]
    corpus.write([
        make_document(*blocks, doc="plan", title=plan.title),
        make_document("第一条 为了发展数字经济。", doc="law", title="某法"),
    ])  # fmt: skip
    shutil.rmtree(folder / "raw")
    facts = PackManifest("2026年11月", corpus.version, "2026-11-22T03:00:00Z", "0.1.0", "", ())
    write_pack(folder, tmp_path / "a.prpack", facts, KEY)
    return tmp_path / "a.prpack"


def dialog_of(window: MainWindow, kind: type[QDialog]) -> QDialog | None:
    return window.desks.packs.dialog if isinstance(window.desks.packs.dialog, kind) else None


def looked_at(qtbot: QtBot, window: MainWindow, pack: Path) -> PackDialog:
    window.desks.packs.inspect(pack)
    qtbot.waitUntil(lambda: dialog_of(window, PackDialog) is not None)
    dialog = window.desks.packs.dialog
    assert isinstance(dialog, PackDialog)
    return dialog


def annotate(window: MainWindow) -> str:
    from reader.core.quotation import find_quote

    library = window.session.library
    place = find_quote(library.open("plan"), "坚持创新驱动。", None).places[0]
    return library.notebook.annotate(place, "highlight").note.id


def test_a_pack_is_looked_at_installed_and_taken_back(
    qtbot: QtBot, open_here: OpenWindow, places: Paths, pack: Path
) -> None:
    places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', "utf-8")
    window = open_here()
    annotate(window)
    dialog = looked_at(qtbot, window, pack)
    shown = dialog.documents.toPlainText()
    assert "某法" in shown
    assert "某区发展规划" in shown
    assert not places.packs_place.exists(), "only looked at"
    with qtbot.waitSignal(window.reopen_wanted):
        dialog.go.click()
    window.close()

    window = open_here()
    assert [info.id for info in window.session.documents()] == ["plan", "law"]
    qtbot.waitUntil(window.late.review_bar.isVisible)
    assert "1 条批注" in window.late.review_bar.label.text()
    window.late.actions["previous_corpus"].trigger()
    assert "随程序附带的语料" in window.late.message.label.text()
    with qtbot.waitSignal(window.reopen_wanted):
        window.late.message.button.click()
    window.close()

    window = open_here()
    assert [info.id for info in window.session.documents()] == ["plan", "draft"]
    (placed,) = window.session.library.notebook.all()
    assert placed.resolution.state == "exact"
    window.late.actions["previous_corpus"].trigger()
    assert window.late.message.label.text() == "没有更早的语料可以退回。"


def test_the_same_pack_again_is_not_offered(qtbot: QtBot, open_here: OpenWindow, places: Paths, pack: Path) -> None:
    places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', "utf-8")
    window = open_here()
    with qtbot.waitSignal(window.reopen_wanted):
        looked_at(qtbot, window, pack).go.click()
    window.close()
    dialog = looked_at(qtbot, open_here(), pack)
    assert not dialog.go.isEnabled()
    assert "正在使用" in dialog.says.text()


def test_a_pack_handed_over_twice_asks_once(qtbot: QtBot, open_here: OpenWindow, places: Paths, pack: Path) -> None:
    places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', encoding="utf-8")
    window = open_here()
    first = looked_at(qtbot, window, pack)
    window.desks.packs.inspect(pack)
    qtbot.waitUntil(lambda: dialog_of(window, PackDialog) not in {None, first})
    open_ones = [each for each in window.findChildren(PackDialog) if each.isVisible()]
    assert open_ones == [dialog_of(window, PackDialog)]


@pytest.mark.parametrize("trouble", ["unknown", "damaged"])
def test_a_pack_that_cannot_be_used_is_one_sentence(
    qtbot: QtBot, open_here: OpenWindow, places: Paths, pack: Path, trouble: str
) -> None:
    if trouble == "damaged":
        places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', "utf-8")
        data = pack.read_bytes()
        pack.write_bytes(data[: len(data) // 2])
    window = open_here()
    with qtbot.waitSignal(window.session.problem) as said:
        window.desks.packs.inspect(pack)
    assert "没有安装" in said.args[0]
    assert window.late.message.label.text() == said.args[0]
    assert not places.packs_place.exists()
    qtbot.waitUntil(lambda: window.desks.packs.dialog is None)


def test_a_pack_that_changed_after_the_look_is_not_installed(
    qtbot: QtBot, open_here: OpenWindow, places: Paths, pack: Path, tmp_path: Path
) -> None:
    places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', "utf-8")
    window = open_here()
    dialog = looked_at(qtbot, window, pack)
    facts = PackManifest("别的", Corpus(tmp_path / "next").version, "2026-11-23T03:00:00Z", "0.1.0", "", ())
    write_pack(tmp_path / "next", pack, facts, KEY)
    with qtbot.waitSignal(window.session.problem) as said:
        dialog.go.click()
    assert "确认之后变了" in said.args[0]
    assert not list(places.packs_place.glob("c-*"))


def test_looking_can_be_stopped(qtbot: QtBot, open_here: OpenWindow, places: Paths, pack: Path) -> None:
    places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', "utf-8")
    window = open_here()
    window.desks.packs.inspect(pack)
    work = dialog_of(window, WorkDialog)
    assert work is not None
    work.reject()
    qtbot.waitUntil(lambda: not window.desks.packs._lane.busy)
    qtbot.wait(200)  # nothing comes of it later either
    assert window.desks.packs.dialog is None


def test_the_window_that_follows_shows_the_new_corpus(
    qtbot: QtBot, places: Paths, pack: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`run`: after an installation another window opens by itself, then closing it ends the program."""
    places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', "utf-8")
    seen: list[list[str]] = []
    made: list[app.Running] = []
    begin = app.start

    def start(paths: Paths, loaded: object) -> app.Running:
        running = begin(paths, loaded)  # type: ignore[arg-type]  # handed on as it came
        window = running.window

        def ready() -> None:
            seen.append([info.id for info in window.session.documents()])
            if len(seen) > 1:
                window.close()
                return
            window.desks.packs.install(pack, window.desks.packs._packs.inspect(pack).digest)

        window.ready.connect(ready, Qt.ConnectionType.QueuedConnection)
        made.append(running)
        return running

    def settled() -> Paths:
        return settle(places, read_policy(places.policy), own_profile=True)

    monkeypatch.setattr(app, "start", start)
    assert app.run(settled(), anew=settled) == 0
    assert seen == [["plan", "draft"], ["plan", "law"]]
    for running in made:  # `ready` keeps them, and with them the words of Qt's own dialogs
        if isValid(running.window):
            running.free()


# About


def test_about_tells_and_verifies(qtbot: QtBot, open_here: OpenWindow, places: Paths, small_corpus: Path) -> None:
    integrity.write(small_corpus)
    window = open_here()
    window.late.actions["about"].trigger()
    about = window.desks.packs.dialog
    assert isinstance(about, AboutDialog)
    page = about.page.toPlainText()
    assert "0.1.0" in page
    assert "LGPL-3.0" in page
    assert str(small_corpus) in page
    about.verify.click()
    qtbot.waitUntil(about.verify.isEnabled)
    assert about.outcome.text() == "5 个文件与出厂清单一致。"
    raw = small_corpus / "raw" / "plan.txt"
    raw.write_bytes(raw.read_bytes() + b" ")
    about.verify.click()
    qtbot.waitUntil(about.verify.isEnabled)
    assert "被改动：raw/plan.txt。" in about.outcome.text()


def test_the_licences_are_there_without_a_package(open_here: OpenWindow) -> None:
    window = open_here()
    window.late.actions["about"].trigger()
    about = window.desks.packs.dialog
    assert isinstance(about, AboutDialog)
    names = [about.names.item(row).text() for row in range(about.names.count())]
    assert names[0] == "政策阅读器"
    assert any(name.startswith("PyNaCl") for name in names)
    for row in range(len(names)):
        about.names.setCurrentRow(row)
        assert len(about.text.toPlainText()) > 100, names[row]


# What the administrator closed


def test_settings_that_are_fixed(qtbot: QtBot, open_here: OpenWindow, places: Paths) -> None:
    places.policy.write_text('theme = "night"\nfont_size = 20\nscript = "hant"\nlanguage = "zh_CN"\n', "utf-8")
    window = open_here()
    session, act = window.session, window.late.actions
    says = f"由管理员设置（{places.policy}）"
    for name in ("larger", "smaller", "normal_size", "toggle_script"):
        assert not act[name].isEnabled()
        assert act[name].toolTip() == says
        act[name].setEnabled(True)
        assert not act[name].isEnabled(), "whoever enables it"
    for button in (window.late.bar.simplified, window.late.bar.traditional):
        assert not button.isEnabled()
        assert button.toolTip() == says
    themes = [a for a in window.late.menus.look.actions() if a.data() in {"paper", "sepia", "night", "contrast"}]
    assert len(themes) == 4
    assert all(not a.isEnabled() and a.toolTip() == says for a in themes)
    with qtbot.waitSignal(session.notice) as said:
        session.set_look(theme="paper")
    assert said.args == [says]
    session.set_script(Script.HANS)
    session.set_language("en")
    window.reading.zoom(1)
    assert (session.settings.theme, session.settings.script, session.settings.font_size) == ("night", "hant", 20)
    assert session.texts.language == "zh_CN"
    assert act["copy"].isEnabled(), "nothing else is touched"


def test_exports_and_imports_that_are_closed(qtbot: QtBot, open_here: OpenWindow, places: Paths) -> None:
    places.policy.write_text('allowed_exports = ["xlsx"]\nimports = false\n', "utf-8")
    window = open_here()
    annotate(window)
    window.session.notes.load_all()
    act, says = window.late.actions, f"由管理员设置（{places.policy}）"
    for name in ("print", "export_pdf", "print_notes", "export_comparison_docx", "export_comparison_html"):
        assert not act[name].isEnabled()
        assert act[name].toolTip() == says
    assert window.late.results.head.export.isEnabled(), "xlsx is allowed"
    act["all_notes"].trigger()
    page = window.desks.notes.page
    assert page is not None
    assert not page.take_in.isEnabled()
    assert page.take_in.toolTip() == says
    assert not page.report.isEnabled()
    assert page.export.isEnabled()
    assert not page.backups.buttons["elsewhere"].isEnabled()
    qtbot.waitUntil(lambda: bool(window.session.notes.all()))
    page.export.click()
    (dialog,) = window.findChildren(ExportDialog)
    enabled = [button.isEnabled() for button in dialog.forms.buttons()]
    assert enabled == [False, True, False, False, False, False, False]
    assert dialog.forms.checkedId() == 1
    dialog.close()
    act["registers"].trigger()
    assert window.desks.registers.page is not None
    registers = window.desks.registers.page.export.menu().actions()
    assert [action.isEnabled() for action in registers] == [True, False, False, False, False]
    window.session.texts.set_language("en")
    assert "Set by the administrator" in act["print"].toolTip()


def test_closed_exports_are_refused_below_the_window_too(
    qtbot: QtBot, open_here: OpenWindow, places: Paths, tmp_path: Path
) -> None:
    places.policy.write_text('allowed_exports = ["xlsx"]\n', "utf-8")
    window = open_here()
    annotate(window)
    notes = window.session.library.notebook.all()
    target = tmp_path / "a.docx"
    writes: list[Callable[[], None]] = [
        lambda: window.desks.notes.work.export(notes, "docx", target, lambda _file: None),
        lambda: window.desks.notes.work.report("plan", target, lambda _file: None),
        lambda: window.desks.notes.work.back_up(target, lambda _file: None),
        lambda: window.desks.comparing.write(target, "plan", "draft", "docx"),
    ]
    for write in writes:
        with qtbot.waitSignal(window.session.problem) as said:
            write()
        assert "由管理员设置" in said.args[0]
    assert not target.exists()


def test_without_a_policy_nothing_is_held_down(open_here: OpenWindow) -> None:
    window = open_here()
    assert window.desks.locks._held == []
    for name in ("print", "export_pdf", "larger", "toggle_script"):
        assert window.late.actions[name].isEnabled()


@pytest.mark.parametrize("text", ['theme = "night', 'corpus = "/nowhere"', 'allowed_exports = "docx"'])
def test_a_bad_policy_file_is_said_in_the_window(open_here: OpenWindow, places: Paths, text: str) -> None:
    places.policy.write_text(text, "utf-8")
    window = open_here()
    assert str(places.policy) in window.late.message.label.text()
    assert len(window.session.documents()) == 2


def test_dialogs_close_with_the_window(qtbot: QtBot, open_here: OpenWindow, places: Paths, pack: Path) -> None:
    places.policy.write_text(f'pack_keys = ["{PUBLIC}"]\n', "utf-8")
    window = open_here()
    looked_at(qtbot, window, pack)
    window.close()
    assert not [button for button in window.findChildren(QPushButton) if button.isVisible()]


def test_documents_of_one_s_own_that_are_closed(
    qtbot: QtBot, open_here: OpenWindow, places: Paths, tmp_path: Path
) -> None:
    places.policy.write_text("own_documents = false\n", "utf-8")
    window = open_here()
    act, says = window.late.actions, f"由管理员设置（{places.policy}）"
    for name in ("add_files", "add_folder", "paste_files"):
        assert not act[name].isEnabled()
        assert act[name].toolTip() == says
    assert not window.late.library.add.isEnabled()
    assert not window.late.start.adding.isEnabled()
    file = tmp_path / "通知.txt"
    file.write_text("某市渡口管理通知\n加强渡口管理。\n", "utf-8")
    with qtbot.waitSignal(window.desks.shelves.adding.ended, timeout=20_000) as ended:
        window.desks.shelves.add([file])  # dropped all the same
    assert ended.args is not None
    assert says in ended.args[0].fault
    page = window.desks.shelves.page
    assert page is not None
    assert says in page.adding.summary.text()
    assert not page.adding.add.isEnabled()
