"""The two menus of the top bar: ⋯ with what is used seldom, and Aa with theme, type and script. Made of the actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from reader.script import Script
from reader.ui.frame.actions import Actions
from reader.ui.look.scale import DENSITIES
from reader.ui.look.texts import LANGUAGES, Texts
from reader.ui.look.theme import THEMES
from reader.ui.session.session import Session

LINE_HEIGHTS = {1.5: "紧凑", 1.8: "标准", 2.1: "宽松"}
MEASURES = (20, 24, 28, 32, 38, 44, 50)  # characters of a line
FONTS = {"": "宋体", "fang": "仿宋", "kai": "楷体", "hei": "黑体"}
# How a text is set, at a stroke: on screen, and as an official paper is (GB/T 9704: 28 characters of 仿宋 a line).
PRESETS = {
    "屏幕阅读": {"font_family": "", "measure": 38, "line_height": 1.8, "justified": True},
    "公文版式": {"font_family": "fang", "measure": 28, "line_height": 1.8, "justified": True},
    "窄栏速读": {"font_family": "", "measure": 24, "line_height": 1.8, "justified": False},
}  # fmt: skip
ALIGNED = {True: "两端对齐", False: "左对齐"}
SCRIPTS = {Script.HANS: "简体", Script.HANT: "繁体", Script.TW: "繁体（台湾字形）", Script.HK: "繁体（香港字形）",
           Script.TWP: "繁体（台湾用语）"}  # fmt: skip
LANGUAGE = "界面语言"
# What the ⋯ menu holds, in order: actions, lines between them, and titles of the submenus below.
MORE = (
    "add_files", "add_folder", "own_documents", "documents", "",
    "find", "go_to_clause", "searches", "", "对照", "批注", "显示", "朗读", "复制", "打印与导出", "语料", LANGUAGE, "",
    "帮助", "quit",
)  # fmt: skip
SUBMENUS = {
    "对照": (
        "compare_source", "compare_original", "compare_script", "stacked", "add_pane", "swap",
        "differences", "shared", "related",
        "benchmark", "revision_table", "clause_course", "lineage",
        "export_comparison_docx", "export_comparison_html", "export_comparison_xlsx",
    ),
    "批注": ("notes", "all_notes", "bookmark", "undo", "redo", "author"),
    "显示": ("contents", "provenance", "show_edits", "quiet_links", "full_screen", "auto_scroll", "reading_ruler"),
    "朗读": ("read_aloud", "pause_aloud", "aloud_slower", "aloud_faster"),
    "复制": (
        "copy", "copy_plain", "copy_markdown", "copy_citation", "copy_named_before", "copy_reference", "copy_link",
        "copy_picture",
    ),
    "打印与导出": ("print", "export_pdf", "print_notes", "save_picture"),
    "语料": ("shelves", "install_pack", "previous_corpus"),
    "帮助": ("help", "tour", "sample_comparison", "sample_register", "news", "about"),
}  # fmt: skip


Value = TypeVar("Value")


def places(texts: Texts) -> dict[str, str]:
    """Actions → where in the ⋯ menu they stand."""
    under = {name: f"⋯ › {texts(title)}" for title, names in SUBMENUS.items() for name in names}
    return {**dict.fromkeys(filter(None, MORE), "⋯"), **under}


class Menus:
    """Fills `more` and `look`; what is chosen now is ticked whenever a menu opens."""

    def __init__(
        self, texts: Texts, actions: Actions, session: Session, more: QMenu, look: QMenu, fonts: Sequence[str] = ("",)
    ) -> None:
        """`fonts`: the styles of FONTS that are installed."""
        self._texts = texts
        self._actions = actions
        self._session = session
        self._fonts = fonts
        self.more = more
        self.look = look
        self._choices: list[tuple[QActionGroup, Callable[[], object]]] = []
        texts.changed.connect(self.rebuild)
        for menu in (self.more, self.look):
            menu.aboutToShow.connect(self._tick)
        self.rebuild()

    def rebuild(self) -> None:
        """Write both menus anew (another language)."""
        self.more.clear()
        self.look.clear()
        self._choices.clear()
        session, texts = self._session, self._texts
        for name in MORE:
            if name == LANGUAGE:
                languages = self.more.addMenu(texts(name))
                self._choice(languages, LANGUAGES, lambda: texts.language, session.set_language, "language")
            elif name in SUBMENUS:
                self.more.addMenu(texts(name)).addActions([self._actions[each] for each in SUBMENUS[name]])
            elif name:
                self.more.addAction(self._actions[name])
            else:
                self.more.addSeparator()
        self._choice(
            self.look, {theme.name: texts(theme.label) for theme in THEMES},
            lambda: session.settings.theme, lambda name: session.set_look(theme=name), "theme",
        )  # fmt: skip
        self.look.addSeparator()
        self._choice(
            self.look.addMenu(texts("疏密")), {each.name: texts(each.label) for each in DENSITIES},
            lambda: session.settings.density, lambda name: session.set_look(density=name), "density",
        )  # fmt: skip
        for name in ("larger", "smaller", "normal_size"):
            self.look.addAction(self._actions[name])
        self.look.addSeparator()
        self._choice(
            self.look.addMenu(texts("版式")), {name: texts(name) for name in PRESETS}, self._preset,
            lambda name: session.set_look(**self._there(PRESETS[name])), "",
        )  # fmt: skip
        self._choice(
            self.look.addMenu(texts("字体")), {name: texts(FONTS[name]) for name in self._fonts},
            lambda: session.settings.font_family, lambda name: session.set_look(font_family=name), "font_family",
        )  # fmt: skip
        self._choice(
            self.look.addMenu(texts("对齐")), self._said(ALIGNED),
            lambda: session.settings.justified, lambda on: session.set_look(justified=on), "justified",
        )  # fmt: skip
        self._choice(
            self.look.addMenu(texts("行距")), self._said(LINE_HEIGHTS),
            lambda: session.settings.line_height, lambda value: session.set_look(line_height=value), "line_height",
        )  # fmt: skip
        self._choice(
            self.look.addMenu(texts("版心宽度")), {n: texts("每行 {n} 字", n=n) for n in MEASURES},
            lambda: session.settings.measure, lambda value: session.set_look(measure=value), "measure",
        )  # fmt: skip
        self._choice(
            self.look.addMenu(texts("字形")), self._said(SCRIPTS), lambda: session.script, session.set_script, "script"
        )  # fmt: skip
        self.look.addSeparator()
        for name in ("mark_ambiguous", "quiet_links"):
            self.look.addAction(self._actions[name])

    def _there(self, preset: Mapping[str, object]) -> dict[str, object]:
        """A preset with the best font in place of one that is not installed."""
        family = preset["font_family"]
        return {**preset, "font_family": family if family in self._fonts else ""}

    def _preset(self) -> str:
        """The preset that the text is set in now; empty where it is none."""
        settings = self._session.settings
        fits = (
            name for name, preset in PRESETS.items()
            if all(getattr(settings, key) == value for key, value in self._there(preset).items())
        )  # fmt: skip
        return next(fits, "")

    def _said(self, labels: Mapping[Value, str]) -> dict[Value, str]:
        return {value: self._texts(label) for value, label in labels.items()}

    def _choice(
        self,
        menu: QMenu,
        labels: Mapping[Value, str],
        current: Callable[[], object],
        choose: Callable[..., object],
        setting: str,
    ) -> None:
        group = QActionGroup(menu)
        menu.setToolTipsVisible(setting in self._session.fixed or menu.toolTipsVisible())
        for value, label in labels.items():
            action = QAction(label, group)
            action.setCheckable(True)
            action.setData(value)
            action.triggered.connect(lambda _on=False, chosen=value: choose(chosen))
            if setting in self._session.fixed:
                action.setEnabled(False)
                action.setToolTip(self._session.fixed.words)
            menu.addAction(action)
        self._choices.append((group, current))

    def _tick(self) -> None:
        for group, current in self._choices:
            tick(group.actions(), current())


def tick(actions: Iterable[QAction], value: object) -> None:
    """Tick the action that carries `value`."""
    for action in actions:
        action.setChecked(action.data() == value)
