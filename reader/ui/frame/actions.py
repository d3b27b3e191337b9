"""Every action of the window with its words, keys and icon: one table, from which menus and the F1 page are made.

Owns no behaviour: the window connects what each action does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QWidget

from reader.ui.look.texts import Texts


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One action.

    Attributes:
        text: simplified; keyed in the catalogue.
        keys: the first is shown in menus and tooltips.
        in_text: its keys work only while the reading text has the keyboard (plain letters and digits).
    """

    name: str
    group: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    in_text: bool = False


GROUPS: Final = ("查找", "阅读", "简繁与显示", "对照", "批注", "窗口")

ACTIONS: Final = (
    ActionSpec("search", "查找", "搜索全库", ("Ctrl+K",), "search"),
    ActionSpec("next_hit", "查找", "下一处命中", ("F3",), "chevron-down"),
    ActionSpec("previous_hit", "查找", "上一处命中", ("Shift+F3",), "chevron-up"),
    ActionSpec("next_hit_document", "查找", "下一份有命中的文件", ("Ctrl+F3",)),
    ActionSpec("searches", "查找", "搜索历史和已保存的搜索", ("Ctrl+H",), "history"),
    ActionSpec("facets", "查找", "筛选检索结果", ("Ctrl+Shift+L",), "funnel"),
    ActionSpec("find", "查找", "在本文件中查找", ("Ctrl+F",), "text-search"),
    ActionSpec("go_to_clause", "查找", "转到条款", ("Ctrl+G",), "locate"),
    ActionSpec("back_to_row", "阅读", "回到台账中的那一行（没有时后退）", ("Backspace",), in_text=True),
    ActionSpec("back", "阅读", "后退", ("Alt+Left",), "chevron-left"),
    ActionSpec("forward", "阅读", "前进", ("Alt+Right",), "chevron-right"),
    ActionSpec("previous_clause", "阅读", "上一条款", ("Alt+PgUp",)),
    ActionSpec("next_clause", "阅读", "下一条款", ("Alt+PgDown",)),
    ActionSpec("next_tab", "阅读", "下一个打开的文件", ("Ctrl+Tab",)),
    ActionSpec("previous_tab", "阅读", "上一个打开的文件", ("Ctrl+Shift+Tab",)),
    ActionSpec("close_tab", "阅读", "关闭当前文件", ("Ctrl+W",)),
    ActionSpec("reopen_tab", "阅读", "重新打开刚关闭的文件", ("Ctrl+Shift+T",)),
    ActionSpec("copy", "阅读", "复制所见文字", ("Ctrl+C",), "copy", in_text=True),
    ActionSpec("copy_plain", "阅读", "复制为纯文本", (), "copy"),
    ActionSpec("copy_markdown", "阅读", "复制为 Markdown", (), "copy"),
    ActionSpec("copy_citation", "阅读", "复制并注明出处", ("Ctrl+Shift+C",), "quote"),
    ActionSpec("copy_named_before", "阅读", "复制，出处在前", (), "quote"),
    ActionSpec("copy_reference", "阅读", "复制为参考文献（GB/T 7714）", (), "quote"),
    ActionSpec("copy_link", "阅读", "复制原文、出处和条款链接", (), "link"),
    ActionSpec("copy_picture", "阅读", "复制为图片（幻灯片用）", (), "copy"),
    ActionSpec("save_picture", "阅读", "本条存为图片…", (), "download"),
    ActionSpec("print", "阅读", "打印…", ("Ctrl+P",), "printer"),
    ActionSpec("export_pdf", "阅读", "导出 PDF…", (), "download"),
    ActionSpec("print_notes", "阅读", "打印和导出时附上批注", (), checkable=True),
    ActionSpec("toggle_script", "简繁与显示", "简体、繁体切换", ("F9",), "languages"),
    ActionSpec("mark_ambiguous", "简繁与显示", "标出繁体有几种写法的字", ("Ctrl+Shift+F9",), checkable=True),
    ActionSpec("larger", "简繁与显示", "放大文字", ("Ctrl++", "Ctrl+="), "zoom-in"),
    ActionSpec("smaller", "简繁与显示", "缩小文字", ("Ctrl+-",), "zoom-out"),
    ActionSpec("normal_size", "简繁与显示", "恢复文字大小", ("Ctrl+0",)),
    ActionSpec("full_screen", "简繁与显示", "阅读模式：全屏，只留正文", ("F11",), "maximize", checkable=True),
    ActionSpec("auto_scroll", "简繁与显示", "自动滚动", ("Shift+F11",), checkable=True),
    ActionSpec("slower", "简繁与显示", "自动滚动慢些", ("[",), in_text=True),
    ActionSpec("faster", "简繁与显示", "自动滚动快些", ("]",), in_text=True),
    ActionSpec("read_aloud", "阅读", "朗读：从光标处读起，再按停止", ("F5",), "volume-2", checkable=True),
    ActionSpec("pause_aloud", "阅读", "朗读暂停、继续", ("Shift+F5",)),
    ActionSpec("aloud_slower", "阅读", "朗读慢些", ("Ctrl+F5",)),
    ActionSpec("aloud_faster", "阅读", "朗读快些", ("Ctrl+Shift+F5",)),
    ActionSpec("reading_ruler", "简繁与显示", "阅读标尺：标出正在读的一行", ("Ctrl+F11",), checkable=True),
    ActionSpec("compare", "对照", "左右对照", ("Ctrl+\\",), "columns-2", checkable=True),
    ActionSpec("compare_source", "对照", "对照收到的原文", ("Ctrl+Shift+\\",), "file-text"),
    ActionSpec("compare_original", "对照", "对照原件版面", ("Ctrl+Alt+O",), "scroll-text"),
    ActionSpec("show_edits", "对照", "在正文中显示修订", ("Ctrl+Shift+E",), "git-compare", checkable=True),
    ActionSpec("quiet_links", "阅读", "标出单位和平台系统名称", ("Ctrl+Shift+U",), "link", checkable=True),
    ActionSpec("next_reference", "阅读", "下一处提到本文件条款的地方", ("Alt+F12",)),
    ActionSpec("previous_reference", "阅读", "上一处提到本文件条款的地方", ("Alt+Shift+F12",)),
    ActionSpec("follow_reference", "阅读", "转到所提到的条款", ("F12",)),
    ActionSpec("next_edit", "对照", "下一处修订", ("F4",)),
    ActionSpec("previous_edit", "对照", "上一处修订", ("Shift+F4",)),
    ActionSpec("compare_script", "对照", "简繁对照：本文件的简体和繁体", ("Shift+F9",), "languages"),
    ActionSpec("stacked", "对照", "上下对照：各栏上下排列", ("Alt+\\",), checkable=True),
    ActionSpec("add_pane", "对照", "再开一栏（最多四栏）", ("Ctrl+Alt+\\",), "file-plus"),
    ActionSpec("close_pane", "对照", "关闭本栏", ("Ctrl+F4",), "x"),
    ActionSpec("swap", "对照", "两栏交换", (), "arrow-left-right"),
    ActionSpec(
        "link",
        "对照",
        "联动：各栏按条款一起滚动（按住 Alt 或 Shift 转滚轮只动本栏）",
        ("Ctrl+L",),
        "link",
        checkable=True,
    ),
    ActionSpec("align_here", "对照", "此处对齐：把各栏当前条款对齐", ("Ctrl+Shift+A",), "pin"),
    ActionSpec("differences", "对照", "差异：两份文件的条款对照目录", ("Ctrl+Shift+D",), "git-compare", checkable=True),
    ActionSpec("shared", "对照", "标出相同表述", ("Ctrl+Shift+M",), "quote", checkable=True),
    ActionSpec("next_shared", "对照", "下一处相同表述", ("F2",)),
    ActionSpec("previous_shared", "对照", "上一处相同表述", ("Shift+F2",)),
    ActionSpec("related", "对照", "相关条款：其他文件中的同类条款", ("Ctrl+R",), "files"),
    ActionSpec("benchmark", "对照", "对标：左边的要求，右边有没有对应", ("Ctrl+Alt+B",), "table"),
    ActionSpec("revision_table", "对照", "修订对照表：逐条改动，可写说明", ("Ctrl+Alt+D",), "table"),
    ActionSpec("clause_course", "对照", "本条沿革：这一条在各版中的文字", ("Ctrl+Alt+H",), "history"),
    ActionSpec("lineage", "对照", "依据关系：上级、下级文件的关系图", ("Ctrl+Alt+L",), "list-tree"),
    ActionSpec("export_comparison_docx", "对照", "导出对照（Word）…", (), "download"),
    ActionSpec("export_comparison_html", "对照", "导出对照（网页）…", (), "download"),
    ActionSpec("export_comparison_xlsx", "对照", "导出对照（修订对照表，Excel）…", (), "download"),
    ActionSpec("highlight", "批注", "标出所选文字", ("H",), "highlighter", in_text=True),
    ActionSpec("underline", "批注", "给所选文字加下划线", ("U",), "underline", in_text=True),
    ActionSpec("colour_1", "批注", "标为黄色 重点", ("1",), in_text=True),
    ActionSpec("colour_2", "批注", "标为绿色 可借鉴", ("2",), in_text=True),
    ActionSpec("colour_3", "批注", "标为蓝色 指标", ("3",), in_text=True),
    ActionSpec("colour_4", "批注", "标为粉色 存疑待核", ("4",), in_text=True),
    ActionSpec("colour_5", "批注", "标为紫色 责任分工", ("5",), in_text=True),
    ActionSpec("note", "批注", "写批注", ("Ctrl+Alt+N",), "sticky-note"),
    ActionSpec("bookmark", "批注", "给本条加书签", ("Ctrl+D",), "bookmark"),
    ActionSpec("undo", "批注", "撤销批注操作", ("Ctrl+Z",), "undo-2"),
    ActionSpec("redo", "批注", "重做批注操作", ("Ctrl+Shift+Z", "Ctrl+Y"), "redo-2"),
    ActionSpec("author", "批注", "批注上的姓名和单位…", ()),
    ActionSpec("left_panel", "窗口", "左侧栏：文库、目录、检索", ("F7",), "menu", checkable=True),
    ActionSpec("right_panel", "窗口", "右侧栏：批注、出处", ("F8",), "message-square", checkable=True),
    ActionSpec("contents", "窗口", "目录", ("Ctrl+T",), "list-tree"),
    ActionSpec("notes", "窗口", "批注列表", ("Ctrl+B",), "message-square"),
    ActionSpec("all_notes", "窗口", "批注总览：全部批注、回收站、备份", ("Ctrl+Shift+B",), "notebook-pen"),
    ActionSpec("registers", "窗口", "台账：任务、指标、平台系统、引用", ("Ctrl+J",), "table", checkable=True),
    ActionSpec("provenance", "窗口", "出处：来源与修订", ("Ctrl+I",), "info"),
    ActionSpec("next_panel", "窗口", "搜索框；再按依次到各面板", ("F6",)),
    ActionSpec("previous_panel", "窗口", "上一个面板", ("Shift+F6",)),
    ActionSpec("step_back", "窗口", "返回：收起查找，回到正文", ("Esc",)),
    ActionSpec("add_files", "窗口", "添加文件…", ("Ctrl+O",), "file-plus"),
    ActionSpec("add_folder", "窗口", "添加文件夹…", (), "folder-open"),
    ActionSpec("paste_files", "窗口", "添加剪贴板里的文件", ("Ctrl+V",), "copy"),
    ActionSpec("own_documents", "窗口", "我的文件：添加、核对、移出的文件", ("Ctrl+Shift+O",), "library"),
    ActionSpec("shelves", "窗口", "书架…", (), "list"),
    ActionSpec("documents", "窗口", "全部文件：表格，可排序、筛选、多选", ("Ctrl+Shift+K",), "table"),
    ActionSpec("install_pack", "窗口", "安装语料包…", (), "download"),
    ActionSpec("previous_corpus", "窗口", "退回上一版语料…", (), "undo-2"),
    ActionSpec("about", "窗口", "关于政策阅读器", (), "info"),
    ActionSpec("help", "窗口", "快捷键一览", ("F1",), "keyboard"),
    ActionSpec("tour", "窗口", "看看怎么用：五张卡片", (), "circle-help"),
    ActionSpec("sample_comparison", "窗口", "示例：左右对照两份文件", (), "columns-2"),
    ActionSpec("sample_register", "窗口", "示例：任务台账", (), "table"),
    ActionSpec("news", "窗口", "新功能", (), "star"),
    ActionSpec("quit", "窗口", "退出", ("Ctrl+Q",), "log-out"),
)

ON_NETWORKS: Final = "本程序不连接网络；打印时只与本机的打印服务通信，导出 PDF 则不会。"

NOWHERE: Final[Mapping[str, str]] = MappingProxyType({})
# The text widget copies by itself; a second binding would make the key ambiguous.
UNBOUND: Final = frozenset({"copy"})


class Actions(QObject):
    """The actions by name: `actions["search"]`. Words follow the language, icons the theme."""

    def __init__(self, texts: Texts, window: QWidget) -> None:
        super().__init__(window)
        self._texts = texts
        self._actions: dict[str, QAction] = {}
        for spec in ACTIONS:
            action = QAction(window)
            action.setObjectName(spec.name)
            action.setCheckable(spec.checkable)
            if spec.name not in UNBOUND:
                action.setShortcuts([QKeySequence(key) for key in spec.keys])
            if spec.in_text:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            else:
                window.addAction(action)
            self._actions[spec.name] = action
        texts.changed.connect(self._write)
        self._write()

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def in_text(self) -> Iterator[QAction]:
        """The actions whose keys belong to the reading text."""
        return (self._actions[spec.name] for spec in ACTIONS if spec.in_text)

    def set_icons(self, icon: Callable[[str], QIcon]) -> None:
        """Draw the icons anew; `icon` gives one by name."""
        for spec in ACTIONS:
            if spec.icon:
                self._actions[spec.name].setIcon(icon(spec.icon))

    def _write(self) -> None:
        for spec in ACTIONS:
            text = self._texts(spec.text)
            action = self._actions[spec.name]
            action.setText(text)
            action.setToolTip(f"{text} ({shown_key(spec.keys[0])})" if spec.keys else text)


def shown_key(key: str) -> str:
    """A key as the keyboard names it."""
    return key.replace("PgUp", "Page Up").replace("PgDown", "Page Down").replace("Left", "←").replace("Right", "→")


def help_page(texts: Texts, wanted: str = "", columns: int = 1, places: Mapping[str, str] = NOWHERE) -> str:
    """The actions with their keys as HTML, group after group, in columns of about the same height.

    Args:
        wanted: only actions whose words or keys hold all of these words; empty for all that have keys.
        columns: how many stand side by side.
        places: actions → the menu they stand in, told of those that have no key and are looked for.
    """
    words = wanted.casefold().split()
    parts = [part for group in GROUPS if (part := _group(texts, group, words, places if words else NOWHERE))]
    if not parts:
        return f"<p>{escape(texts('没有这样的操作。'))}</p>"
    filled: list[list[tuple[int, str]]] = [[] for _ in range(columns)]
    each = -(-sum(rows for rows, _ in parts) // columns)
    at = 0
    for part in parts:
        if filled[at] and sum(rows for rows, _ in filled[at]) + part[0] // 2 > each and at < columns - 1:
            at += 1
        filled[at].append(part)
    cells = "".join(
        f"<td width='{100 // columns}%' style='padding-right: 24px'>{''.join(html for _, html in column)}</td>"
        for column in filled
    )
    return f"<table width='100%'><tr>{cells}</tr></table><p>{escape(texts(ON_NETWORKS))}</p>"


def _group(texts: Texts, group: str, wanted: list[str], places: Mapping[str, str]) -> tuple[int, str] | None:
    """How many lines a group takes, and its HTML; None where nothing of it is wanted."""
    rows = []
    for spec in ACTIONS:
        words, keys = texts(spec.text), _all_keys(spec) or places.get(spec.name, "")
        if spec.group == group and keys and all(w in f"{words} {keys}".casefold() for w in wanted):
            rows.append(f"<tr><td>{escape(words)}</td><td align='right'><b>{escape(keys)}</b></td></tr>")
    if not rows:
        return None
    return len(rows) + 2, f"<h3>{escape(texts(group))}</h3><table width='100%' cellpadding='4'>{''.join(rows)}</table>"


def _all_keys(spec: ActionSpec) -> str:
    return "  /  ".join(shown_key(key) for key in spec.keys)
