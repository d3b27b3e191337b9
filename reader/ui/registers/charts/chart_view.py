"""Draws a chart: on screen, as PNG and as SVG, by the same shapes. One widget for every kind of chart.

Arrows move, Enter or a click chooses what a count is made of. Numbers and signs stand in the shapes, so that colour is
never the only sign. Must not know what is counted.
"""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QScrollArea, QToolTip, QWidget

from reader.ui.look.theme import Theme
from reader.ui.paper.clause_picture import png
from reader.ui.registers.charts.chart import Chart, Measure, Picture, Shape, lay_out
from reader.ui.registers.series.chart_lines import lay_out_lines

HEAVIEST: Final = {False: 0.55, True: 0.4}  # of the tint, by `dark`: the number on it stays readable (4.5:1)
FILE_WIDTH, FILE_HEIGHT, SHARPER = 1120, 560, 2  # pixels of a picture in a file; PNG has so many more
KEYS: Final = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
NOTHING: Final = Chart("", "map", "")


class ChartView(QWidget):
    """A chart that can be walked through; stands in a `scrolled` area."""

    chosen = Signal(str, str)  # keys of row and column

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.chart = NOTHING
        self.theme = theme
        self._picture = Picture(0, 0, ())
        self._at: tuple[int, int] | None = None
        self._area = QScrollArea()
        self._area.setWidget(self)
        self._area.setWidgetResizable(True)
        self._area.setFocusProxy(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def scrolled(self) -> QScrollArea:
        """The area it stands in."""
        return self._area

    def show_chart(self, chart: Chart) -> None:
        """Show another chart; of the same name the place is kept."""
        if chart.name != self.chart.name:
            self._at = None
        self.chart = chart
        self.setAccessibleName(chart.title)
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        """Other colours."""
        self.theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """What the picture needs."""
        return QSize(round(self._picture.width), round(self._picture.height))

    def box(self, row: int, column: int) -> QRectF:
        """Where a count is shown; empty where it is none."""
        shape = self._picture.shape((row, column))
        return QRectF(*shape.box) if shape else QRectF()

    def colour(self, row: int, column: int) -> QColor:
        """The ground of a count."""
        shape = self._picture.shape((row, column))
        return ground(shape, self.theme) if shape else QColor(self.theme.background)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the shapes, and a frame around the one the keyboard is on."""
        painter = QPainter(self)
        paint(painter, self._picture, self.theme, self.font())
        here = self._picture.shape(self._at) if self._at is not None and self.hasFocus() else None
        if here is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(self.theme.accent), 2))
            painter.drawRect(QRectF(*here.box).adjusted(1, 1, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chart fills the room there is."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def event(self, event: QEvent) -> bool:
        """A tooltip says what a count is made of."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at_point(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.tip(*at) if at else "", self)
            return True
        return super().event(event)

    def tip(self, row: int, column: int) -> str:
        """A count in words, and what it is made of, as HTML."""
        lines = [f"<b>{escape(self.chart.words(row, column))}</b>", *map(escape, self.chart.tip(row, column))]
        return "<p>" + "<br>".join(lines) + "</p>"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the count under the pointer."""
        at = self._at_point(event.position())
        if at is not None:
            self._at = at
            self._choose()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter and the space bar choose."""
        step = KEYS.get(Qt.Key(event.key()))
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self._choose()
        elif step is not None and self._at is not None:
            self._move(*step)
        else:
            super().keyPressEvent(event)

    # -- inside

    def _lay_out(self) -> None:
        frame, bar = 2 * self._area.frameWidth(), self._area.verticalScrollBar().sizeHint().width()
        width, height = self._area.width() - frame, self._area.height() - frame
        measure = QFontMetricsF(self.font()).horizontalAdvance
        self._picture = laid_out(self.chart, width, height, measure)
        if self._picture.height > height:  # beside the bar by which it is moved
            self._picture = laid_out(self.chart, width - bar, height, measure)
        places = [shape.at for shape in self._picture.shapes if shape.at is not None]
        if self._at not in places:
            self._at = places[0] if places else None
        self.setMinimumSize(self.sizeHint())
        self._describe()
        self.update()

    def _at_point(self, point: QPointF) -> tuple[int, int] | None:
        found = (s.at for s in self._picture.shapes if s.at is not None and s.holds(point.x(), point.y()))
        return next(found, None)

    def _move(self, right: int, down: int) -> None:
        """To the nearest shape in that direction; straight ahead counts more than near."""
        assert self._at is not None
        if self.chart.kind == "lines" and right:
            self._reach(self._in_order(right))
            return
        here = self.box(*self._at).center()

        def far(shape: Shape) -> float | None:
            there = QRectF(*shape.box).center()
            ahead = (there.x() - here.x()) * right + (there.y() - here.y()) * down
            aside = abs((there.x() - here.x()) * down) + abs((there.y() - here.y()) * right)
            return ahead + 4 * aside if ahead > 1 else None

        reached = [(way, s.at) for s in self._picture.shapes if s.at is not None and (way := far(s)) is not None]
        self._reach(min(reached)[1] if reached else None)

    def _in_order(self, step: int) -> tuple[int, int] | None:
        """Of dots the next one from left to right, those above one another from the top: none is passed by."""
        dots = sorted((s.box[0], s.box[1], s.at) for s in self._picture.shapes if s.at is not None)
        here = next(number for number, dot in enumerate(dots) if dot[2] == self._at) + step
        return dots[here][2] if 0 <= here < len(dots) else None

    def _reach(self, at: tuple[int, int] | None) -> None:
        if at is not None:
            self._at = at
            self._describe()
            centre = self.box(*at).center().toPoint()
            self._area.ensureVisible(centre.x(), centre.y())
            self.update()

    def _choose(self) -> None:
        if self._at is not None and self.chart.count(*self._at):
            self.chosen.emit(*self.chart.keys(*self._at))

    def _describe(self) -> None:
        self.setAccessibleDescription(self.chart.words(*self._at) if self._at is not None else self.chart.empty)


# Drawing


def laid_out(chart: Chart, width: float, height: float, measure: Measure) -> Picture:
    """Where all of a chart stands."""
    return (lay_out_lines if chart.kind == "lines" else lay_out)(chart, width, height, measure)


def ground(shape: Shape, theme: Theme) -> QColor:
    """The colour a shape is filled with."""
    if shape.fill == "tint":
        full, bare = QColor(theme.link), QColor(theme.background)
        share = shape.share * HEAVIEST[theme.dark]
        parts = (full.red(), bare.red()), (full.green(), bare.green()), (full.blue(), bare.blue())
        return QColor(*(round(b + (f - b) * share) for f, b in parts))
    if shape.fill == "control":
        return QColor(theme.control)
    if shape.fill in theme.marks:
        return QColor(theme.mark(shape.fill))
    return QColor(theme.background)


def paint(painter: QPainter, picture: Picture, theme: Theme, font: QFont) -> None:
    """Draw a picture on a ground of its size or larger."""
    painter.fillRect(painter.viewport(), QColor(theme.background))
    bold = QFont(font)
    bold.setBold(True)
    for shape in picture.shapes:
        box = QRectF(*shape.box)
        if shape.fill:
            _fill(painter, shape, box, theme)
        if shape.words:
            painter.setFont(bold if shape.bold else font)
            painter.setPen(QColor(theme.muted if shape.ink == "muted" else theme.text))
            _write(painter, shape, box)


def _fill(painter: QPainter, shape: Shape, box: QRectF, theme: Theme) -> None:
    if shape.form == "line":
        _stroke(painter, shape, theme)
    elif shape.form == "ring":
        painter.setPen(QPen(QColor(theme.tint(shape.fill)), 2))
        painter.setBrush(QColor(theme.background))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
    elif shape.fill in theme.tints:
        tint = QColor(theme.tint(shape.fill))
        painter.fillRect(box, QColor(theme.background) if shape.hatched else ground(shape, theme))
        if shape.hatched:
            painter.fillRect(box, QBrush(tint, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(tint, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif shape.fill == "line":
        painter.setPen(QColor(theme.line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    else:
        painter.fillRect(box, ground(shape, theme))


def _stroke(painter: QPainter, shape: Shape, theme: Theme) -> None:
    left, top, across, down = shape.box
    plain = {"line": theme.line, "control": theme.control}
    toned = shape.fill not in plain
    pen = QPen(QColor(theme.tint(shape.fill) if toned else plain[shape.fill]), 2 if toned else 1)
    pen.setStyle(Qt.PenStyle.DashLine if shape.hatched else Qt.PenStyle.SolidLine)
    painter.setPen(pen)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, toned)
    painter.drawLine(QPointF(left, top), QPointF(left + across, top + down))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _write(painter: QPainter, shape: Shape, box: QRectF) -> None:
    side = {
        "left": Qt.AlignmentFlag.AlignLeft, "centre": Qt.AlignmentFlag.AlignHCenter,
        "right": Qt.AlignmentFlag.AlignRight,
    }[shape.align]  # fmt: skip
    flags = side | Qt.AlignmentFlag.AlignVCenter
    metrics = QFontMetricsF(painter.font())
    words, wide = shape.words, metrics.horizontalAdvance(shape.words)
    if "\n" in words:  # broken where it reads well
        painter.drawText(box, int(flags), words)
        return
    if shape.lines > 1 and wide > box.width():
        room = shape.lines * box.width() - (shape.lines - 1) * metrics.averageCharWidth() * 2
        words = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room)
        painter.drawText(box, int(flags | Qt.TextFlag.TextWrapAnywhere), words)
        return
    painter.drawText(box, int(flags), metrics.elidedText(words, Qt.TextElideMode.ElideRight, box.width()))


# Files


def to_png(chart: Chart, theme: Theme, font: QFont) -> bytes:
    """The chart as a PNG picture, sharp enough for print."""
    picture = _for_file(chart, font)
    image = QImage(QSize(round(picture.width), round(picture.height)) * SHARPER, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SHARPER)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    paint(painter, picture, theme, font)
    painter.end()
    return png(image)


def to_svg(chart: Chart, theme: Theme, font: QFont) -> bytes:
    """The chart as an SVG drawing; words stay words."""
    from PySide6.QtSvg import QSvgGenerator

    picture = _for_file(chart, font)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    size = QSize(round(picture.width), round(picture.height))
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setResolution(96)
    drawing.setSize(size)
    drawing.setViewBox(QRectF(0, 0, size.width(), size.height()))
    drawing.setTitle(chart.title)
    painter = QPainter(drawing)
    paint(painter, picture, theme, font)
    painter.end()
    return bytes(data.data())


def _for_file(chart: Chart, font: QFont) -> Picture:
    return laid_out(chart, FILE_WIDTH, FILE_HEIGHT, QFontMetricsF(font).horizontalAdvance)
