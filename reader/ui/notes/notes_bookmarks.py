"""书签: the bookmarks in folders, put in order by dragging, by keys or by buttons. Every step can be taken back.

Shows what `NoteKeeping` holds and asks by signals for all changes; what a step means is reckoned in `note_folders`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QIcon, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from reader.core.document import Document
from reader.core.folding import fold_text
from reader.core.note import Note, PlacedNote
from reader.core.showing import visible
from reader.ui.kit.clause import place_name
from reader.ui.kit.menu_button import MenuButton
from reader.ui.look.texts import Texts
from reader.ui.notes.notes_table import KIND_ICONS, hold_focus
from reader.ui.notes.notes_tree import TOP, BookmarkTree, Chosen, Leaf
from reader.ui.session import note_folders
from reader.ui.session.note_folders import (
    Arrangement,
    clean_name,
    filed,
    inside,
    joined,
    made,
    moved,
    parent,
    removed,
    renamed,
)
from reader.ui.session.note_keeping import NoteKeeping

SHOWN = 120  # characters of a bookmark's words


class BookmarksPage(QWidget):
    """Filter, tree, buttons. `shown` writes in the script on screen, `title` and `look_up` know the documents."""

    jump = Signal(object)  # PlacedNote
    arrange_wanted = Signal(str, object)  # label, Arrangement
    delete_wanted = Signal(object)  # ids

    def __init__(
        self,
        texts: Texts,
        notes: NoteKeeping,
        shown: Callable[[str], str],
        title: Callable[[str], str],
        look_up: Callable[[str], Document | None],
        icon: Callable[[str], QIcon],
    ) -> None:
        super().__init__()
        self._texts, self._notes, self._shown, self._title = texts, notes, shown, title
        self._look_up, self._icon = look_up, icon
        self._stale, self._cut = True, Chosen()
        self._known: Sequence[str] = ()  # the folders when they were last shown
        self._to_rename: str | None = None  # a folder just asked for, whose name is to be typed once it is there
        self.tree = BookmarkTree()
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.says = QLabel(wordWrap=True)
        self.says.setProperty("muted", True)
        self.buttons = {name: QPushButton() for name in ("new", "rename", "delete", "go")}
        self.move_to = MenuButton()
        self._menu = QMenu(self.move_to)
        self.move_to.setMenu(self._menu)
        self._lay_out()
        self._connect()
        self.retranslate()

    # -- what is shown

    def refresh(self) -> None:
        """Notes, script or language changed: at once where it is in sight, else when it comes into sight."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        leaves = self._leaves()
        wanted = fold_text(self.words.text(), hant=True).split()
        found = [
            leaf for leaf in leaves if all(w in fold_text(f"{leaf.tip}\n{leaf.folder}", hant=True) for w in wanted)
        ]
        folders: Sequence[str] = note_folders.whole(self._notes.folders)
        now, self._known = note_folders.followed(self._known, folders), folders
        if wanted:
            folders = [path for path in folders if any(inside(leaf.folder, path) for leaf in found)]
        counts = Counter(path for leaf in leaves for path in folders if inside(leaf.folder, path))
        counted = {
            path: self._texts("{n} 条", n=counts[path]) if counts[path] else self._texts("空") for path in folders
        }
        self.tree.show_tree(folders, found, self._icon, counted, now)
        self.says.setText(self._summary(len(leaves), len(found)))
        self._show_chosen()
        if self._to_rename in folders:
            path, self._to_rename = str(self._to_rename), None
            self.tree.select("folder", path)
            self.tree.rename(path)

    def _leaves(self) -> list[Leaf]:
        return [self._leaf(placed) for placed in self._placed()]

    def _placed(self) -> list[PlacedNote]:
        return [p for p in self._notes.all() if p.note.kind == "bookmark" or p.note.folder]

    def _leaf(self, placed: PlacedNote) -> Leaf:
        note = placed.note
        document = self._look_up(note.anchor.doc)
        block = document.block(placed.location.block) if document is not None and placed.location.block else None
        where = self._shown(place_name(document, block, longest=10)) if document is not None and block else ""
        words = self._shown(note.anchor.quote or (block.text if block is not None else ""))
        own = visible(" ".join(note.text.split()))
        text = " ".join((own or " ".join(words.split()))[:SHOWN].split())
        title = self._title(note.anchor.doc)
        tip = "\n".join(filter(None, [own, " ".join(words[:300].split()), title]))
        return Leaf(note.id, note.folder, text or where or title, (where, title), KIND_ICONS[note.kind], tip)

    def _summary(self, total: int, found: int) -> str:
        if not total:
            return self._texts("还没有书签。在正文中按 Ctrl+D 给条款加书签；在这里可以建文件夹，用鼠标拖动整理。")
        if found < total:
            return self._texts("共 {n} 个书签，符合条件的 {m} 个。", n=total, m=found)
        return self._texts(
            "共 {n} 个书签。可拖动整理；也可用 Ctrl+X 剪切、Ctrl+V 移到所在文件夹，Alt+↑↓ 调整文件夹次序。", n=total
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def retranslate(self) -> None:
        """Write the words anew."""
        words = {"new": "新建文件夹", "rename": "重命名", "delete": "删除", "go": "转到原文"}
        for key, text in words.items():
            self.buttons[key].setText(self._texts(text))
        for key, tip in {"new": "Insert", "rename": "F2", "delete": "Delete", "go": "Enter"}.items():
            self.buttons[key].setToolTip(f"{self._texts(words[key])} ({tip})")
        self.move_to.setText(self._texts("移动到") + " ▾")
        self.words.setPlaceholderText(self._texts("在书签中查找"))
        self.words.setAccessibleName(self._texts("在书签中查找"))
        self.tree.setAccessibleName(self._texts("书签"))
        self.tree.set_columns([self._texts("书签"), self._texts("条款"), self._texts("文件")])
        self.tree.setColumnWidth(1, 170)
        self.tree.setColumnWidth(2, 330)
        self.refresh()

    # -- inside

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.buttons["new"])
        foot.setSpacing(4)
        for widget in (self.buttons["rename"], self.move_to, self.buttons["delete"]):
            foot.addWidget(widget)
        foot.addStretch(1)
        foot.addWidget(self.buttons["go"])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addWidget(self.says)
        layout.addWidget(self.tree, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.tree)

    def _connect(self) -> None:
        self._notes.changed.connect(self.refresh)
        self._texts.changed.connect(self.retranslate)
        self.words.textChanged.connect(self.refresh)
        self.tree.itemSelectionChanged.connect(self._show_chosen)
        self.tree.jump.connect(self._jump)
        self.tree.dropped.connect(self._drop)
        self.tree.named.connect(self._name, Qt.ConnectionType.QueuedConnection)  # not while the editor is in use
        self.tree.pressed.connect(self._press)
        self.tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.tree.customContextMenuRequested.connect(self._offer)
        self._menu.aboutToShow.connect(lambda: self._fill_targets(self._menu))
        for key in ("new", "rename", "delete"):
            self.buttons[key].clicked.connect(lambda _checked=False, wanted=key: self._press(wanted))
        self.buttons["go"].clicked.connect(lambda: self._jump(self.tree.chosen().notes[0]))

    def _show_chosen(self) -> None:
        chosen = self.tree.chosen()
        if chosen.empty:
            hold_focus(self.tree, (self.move_to, *(self.buttons[key] for key in ("rename", "delete", "go"))))
        self.buttons["rename"].setEnabled(len(chosen.folders) == 1 and not chosen.notes)
        self.buttons["delete"].setEnabled(not chosen.empty)
        self.move_to.setEnabled(not chosen.empty)
        self.buttons["go"].setEnabled(len(chosen.notes) == 1 and not chosen.folders)

    def _press(self, wanted: str) -> None:
        chosen = self.tree.chosen()
        if wanted == "new":
            self._new(self.tree.folder_here() if not chosen.empty else TOP)
        elif wanted == "rename" and chosen.folders:
            self.tree.rename(chosen.folders[0])
        elif wanted == "delete":
            self._delete(chosen)
        elif wanted == "cut":
            self._cut = chosen
        elif wanted == "paste" and not self._cut.empty:
            self._drop(self._cut, self.tree.folder_here(), None)
            self._cut = Chosen()
        elif wanted in {"up", "down"} and chosen.folders:
            self._shift(chosen.folders[0], -1 if wanted == "up" else 1)

    def _offer(self, at: QPoint) -> None:
        """The same as the buttons, where the pointer is."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for key in ("go", "rename", "new", "delete"):
            action = menu.addAction(self.buttons[key].text(), self.buttons[key].click)
            action.setEnabled(self.buttons[key].isEnabled())
        if not self.tree.chosen().empty:
            self._fill_targets(menu.addMenu(self._texts("移动到")))
        menu.popup(self.tree.viewport().mapToGlobal(at))

    def _fill_targets(self, menu: QMenu) -> None:
        menu.clear()
        chosen = self.tree.chosen()
        menu.addAction(self._texts("（最上层）"), lambda: self._drop(chosen, TOP, None))
        for path in note_folders.whole(self._notes.folders):
            label = "　" * path.count("/") + note_folders.name(path).replace("&", "&&")
            action = menu.addAction(self._icon("folder"), label, lambda into=path: self._drop(chosen, into, None))
            action.setEnabled(not any(inside(path, folder) for folder in chosen.folders))

    def _jump(self, note_id: str) -> None:
        placed = self._notes.get(note_id)
        if placed is not None:
            self.jump.emit(placed)

    # -- steps

    def _all_notes(self) -> list[Note]:
        return [placed.note for placed in self._notes.all()]

    def _drop(self, chosen: Chosen, into: str, before: str | None) -> None:
        folders = note_folders.whole(self._notes.folders)
        step = Arrangement(folders)
        if chosen.folders:
            step = moved(folders, self._all_notes(), chosen.folders, into, before)
        # Bookmarks that go with their folder are not taken out of it.
        own = [placed.note for n in chosen.notes if (placed := self._notes.get(n)) is not None]
        own = [note for note in own if not any(note.folder and inside(note.folder, path) for path in chosen.folders)]
        alone = filed(step.folders, own, into if not chosen.folders else self._after(step, into))
        self.arrange_wanted.emit("整理书签", Arrangement(alone.folders, (*step.pairs, *alone.pairs)))

    def _after(self, step: Arrangement, into: str) -> str:
        return into if not into or into in step.folders else TOP

    def _new(self, folder: str) -> None:
        step = made(self._notes.folders, joined(folder, self._texts("新建文件夹")))
        self._to_rename = step.folders[-1]
        self.words.clear()
        self.arrange_wanted.emit("新建文件夹", step)

    def _name(self, path: str, typed: str) -> None:
        own = clean_name(typed)
        if not own or own == note_folders.name(path):
            self.refresh()
            return
        step = renamed(self._notes.folders, self._all_notes(), path, own)
        self.arrange_wanted.emit("重命名文件夹", step)

    def _delete(self, chosen: Chosen) -> None:
        """Bookmarks go to the trash; a folder goes, and what is in it moves up."""
        if chosen.notes:
            self.delete_wanted.emit(chosen.notes)
        elif chosen.folders:
            folders, notes = note_folders.whole(self._notes.folders), {note.id: note for note in self._all_notes()}
            first = dict(notes)
            for path in sorted(chosen.folders, key=len, reverse=True):
                step = removed(folders, notes.values(), path)
                folders = step.folders
                notes |= {new.id: new for _old, new in step.pairs}
            pairs = tuple((first[key], note) for key, note in notes.items() if note != first[key])
            self.arrange_wanted.emit("删除文件夹", Arrangement(folders, pairs))

    def _shift(self, path: str, by: int) -> None:
        folders = note_folders.whole(self._notes.folders)
        beside = [each for each in folders if parent(each) == parent(path)]
        at = beside.index(path) + by
        if 0 <= at < len(beside):
            before = beside[at] if by < 0 else (beside[at + 1] if at + 1 < len(beside) else None)
            self.arrange_wanted.emit("整理书签", moved(folders, (), [path], parent(path), before))
