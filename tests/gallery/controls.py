"""Every kind of control in every state, painted one beside the other on one sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QScrollBar,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)

STATES: Final = ("rest", "hover", "pressed", "focus", "checked", "off")
CELL, HEAD, LEAST = 190, 28, 40  # pixels


@dataclass(frozen=True)
class Control:
    """A kind of control.

    Attributes:
        make: gives a fresh one.
        states: those that it has.
    """

    name: str
    make: Callable[[], QWidget]
    states: tuple[str, ...] = ("rest", "hover", "pressed", "focus", "off")


def _button(kind: str = "") -> QPushButton:
    button = QPushButton("导出 Export")
    if kind == "default":
        button.setDefault(True)
    elif kind:
        button.setProperty("kind", kind)
    return button


def _tool() -> QToolButton:
    button = QToolButton()
    button.setText("对照")
    button.setCheckable(True)
    return button


def _combo() -> QComboBox:
    box = QComboBox()
    box.addItems(["天津市 Tianjin", "北京市"])
    return box


def _list() -> QListWidget:
    made = QListWidget()
    made.addItems(["数字经济", "平台经济", "城市大脑"])
    made.setCurrentRow(1)
    made.setFixedHeight(100)
    return made


def _tree() -> QTreeWidget:
    made = QTreeWidget()
    made.setHeaderLabels(["目录", "段"])
    top = QTreeWidgetItem(["一、发展现状", "12"])
    top.addChild(QTreeWidgetItem(["（一）基础", "3"]))
    made.addTopLevelItem(top)
    made.expandAll()
    made.setFixedHeight(110)
    return made


def _table() -> QTableWidget:
    made = QTableWidget(2, 2)
    made.setHorizontalHeaderLabels(["任务", "期限"])
    made.verticalHeader().hide()
    for row in range(2):
        for column, words in enumerate(("建设城市大脑", "2025")):
            made.setItem(row, column, QTableWidgetItem(words))
    made.setSortingEnabled(True)
    made.sortItems(1)
    made.setFixedHeight(110)
    return made


def _tabs() -> QTabWidget:
    made = QTabWidget()
    made.addTab(QLabel(" "), "文库")
    made.addTab(QLabel(" "), "目录")
    made.setFixedHeight(60)
    return made


def _bar() -> QScrollBar:
    made = QScrollBar(Qt.Orientation.Horizontal)
    made.setRange(0, 100)
    made.setValue(30)
    made.setFixedWidth(CELL - 30)
    return made


def _progress() -> QProgressBar:
    made = QProgressBar()
    made.setValue(40)
    return made


def _group() -> QGroupBox:
    made = QGroupBox("范围 Range")
    made.setFixedSize(CELL - 20, 64)
    return made


def _menu() -> QMenu:
    made = QMenu()
    made.addAction("复制所见文字")
    made.setActiveAction(made.addAction("复制并注明出处"))
    made.addSeparator()
    made.addAction("打印…").setEnabled(False)
    return made


CONTROLS: Final = (
    Control("QPushButton", _button),
    Control("QPushButton default", lambda: _button("default")),
    Control("QPushButton quiet", lambda: _button("quiet")),
    Control("QToolButton", _tool, STATES),
    Control("QLineEdit", lambda: QLineEdit("数字经济"), ("rest", "hover", "focus", "off")),
    Control("QPlainTextEdit", lambda: QPlainTextEdit("批注 note"), ("rest", "focus", "off")),
    Control("QComboBox", _combo, ("rest", "hover", "focus", "off")),
    Control("QCheckBox", lambda: QCheckBox("附上批注"), STATES),
    Control("QRadioButton", lambda: QRadioButton("全部页"), STATES),
    Control("QTabWidget", _tabs, ("rest", "focus", "off")),
    Control("QListWidget", _list, ("rest", "focus", "off")),
    Control("QTreeWidget", _tree, ("rest", "focus", "off")),
    Control("QTableWidget", _table, ("rest", "focus", "off")),
    Control("QScrollBar", _bar, ("rest", "hover", "off")),
    Control("QProgressBar", _progress, ("rest", "off")),
    Control("QGroupBox", _group, ("rest", "off")),
    Control("QMenu", _menu, ("rest",)),
)


def painted(control: Control, state: str) -> QPixmap:
    """One control in one state, as the style sheet of the application has it."""
    stand = QWidget()
    widget = control.make()
    if not isinstance(widget, QMenu):
        widget.setParent(stand)
    widget.adjustSize()
    widget.resize(min(max(widget.sizeHint().width(), LEAST), CELL - 12), widget.sizeHint().height())
    widget.move(QPoint(4, 4))
    stand.resize(CELL, widget.height() + 8)
    if isinstance(widget, QMenu):
        return widget.grab()
    stand.move(QPoint(200, 200))  # away from where the pointer is said to be
    stand.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    stand.show()
    stand.setFocus()
    _put(widget, state)
    QApplication.processEvents()
    shot = stand.grab()
    stand.close()
    stand.deleteLater()
    return shot


def _put(widget: QWidget, state: str) -> None:
    """Bring a control into a state without a pointer."""
    if state == "hover":
        widget.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    elif state == "pressed" and isinstance(widget, QPushButton | QToolButton | QCheckBox | QRadioButton):
        widget.setDown(True)
    elif state == "focus":
        widget.activateWindow()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        for _ in range(5):  # the window must be the active one first
            QApplication.processEvents()
    elif state == "checked" and isinstance(widget, QToolButton | QCheckBox | QRadioButton):
        widget.setChecked(True)
    elif state == "off":
        widget.setEnabled(False)


def sheet() -> QPixmap:
    """All of them: a row a control, a column a state."""
    rows = [(control, {state: painted(control, state) for state in control.states}) for control in CONTROLS]
    heights = [max(shot.height() for shot in shots.values()) + 6 for _, shots in rows]
    made = QPixmap(CELL * (len(STATES) + 1), HEAD + sum(heights))
    palette = QApplication.palette()
    made.fill(palette.window().color())
    painter = QPainter(made)
    painter.setPen(palette.windowText().color())
    for column, state in enumerate(STATES, 1):
        painter.drawText(CELL * column + 6, HEAD - 8, state)
    top = HEAD
    for (control, shots), height in zip(rows, heights, strict=True):
        painter.drawText(8, top + 20, control.name)
        for column, state in enumerate(STATES, 1):
            if state in shots:
                painter.drawPixmap(CELL * column, top, shots[state])
        top += height
    painter.end()
    return made
