"""The picture of lineage on screen: boxes that can be walked through, zoomed and dragged; the same as PNG and on paper.

Arrows go to the nearest document in that direction, Enter opens it, + and - zoom, 0 shows all. Draws what
`reader.reports.lineage_picture` has laid out, so that the window and the SVG file show the same.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsView, QStyleOptionGraphicsItem, QWidget

from reader.reports.lineage_picture import (
    DASHES,
    DOWN,
    EDGE,
    FONT,
    HIGH,
    LEGEND,
    LINE,
    SMALL,
    WIDE,
    Box,
    Colours,
    Curve,
    Picture,
    arrow,
)
from reader.ui.look.theme import Theme

STEP: Final = 1.2
LEAST, MOST = 0.15, 4.0  # how far one can zoom
READABLE: Final = 0.7  # the picture is made no smaller than this by itself
SHARPER: Final = 2  # pixels of a PNG for each of the picture
LARGEST: Final = 12_000  # pixels of a PNG on one side
KEYS: Final = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip
NOTHING: Final = Picture("", (), (), (), (), 1, 1)


def colours_of(theme: Theme) -> Colours:
    """The colours of a theme for the picture."""
    tones = tuple(theme.tint(each) for each in ("blue", "green", "yellow", "purple"))
    relations = (theme.link, *tones[1:], theme.control)
    return Colours(
        theme.background, theme.surface, theme.line, theme.control, theme.text, theme.muted, theme.accent, relations
    )


class LineageView(QGraphicsView):
    """The picture, with one document in front."""

    chosen = Signal(str)  # key of the document that is in front now
    opened = Signal(str)  # key of the document that is to be opened

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.picture, self.at = NOTHING, ""
        self._theme, self._fitted = theme, True
        self._drawing = _Drawing(self)
        self._drawing.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)  # dragging paints nothing anew
        self._scene = QGraphicsScene(self)
        self._scene.addItem(self._drawing)
        self.setScene(self._scene)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setBackgroundBrush(QColor(theme.background))

    def show_picture(self, picture: Picture) -> None:
        """Show another picture, the document that was asked about in front."""
        self._drawing.prepareGeometryChange()
        self.picture = picture
        keys = {box.node.key for box in picture.boxes}
        self.at = self.at if self.at in keys else picture.root
        self._scene.setSceneRect(QRectF(0, 0, picture.width, picture.height))
        self._drawing.update()
        self.show_all()
        self._describe()

    def show_all(self) -> None:
        """All of it in sight, never larger than it is."""
        self.resetTransform()
        room = self.viewport().size()
        share = min(1.0, room.width() / self.picture.width, room.height() / self.picture.height)
        share = max(share, READABLE)  # the rest is a drag away
        self.scale(share, share)
        self._fitted = True
        self._bring()

    def zoom(self, factor: float) -> None:
        """Larger or smaller."""
        now = self.transform().m11()
        self._fitted = False
        factor = max(LEAST, min(MOST, now * factor)) / now
        self.scale(factor, factor)

    def go_to(self, key: str) -> None:
        """Another document in front."""
        if key != self.at and any(box.node.key == key for box in self.picture.boxes):
            self.at = key
            self._drawing.update()
            self._describe()
            self._bring()
            self.chosen.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter opens, + - 0 zoom."""
        key = Qt.Key(event.key())
        if key in KEYS:
            self._move(*KEYS[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.opened.emit(self.at)
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom(STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(1 / STEP)
        elif key == Qt.Key.Key_0:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(STEP ** (event.angleDelta().y() / 120))
            event.accept()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A document that is clicked comes to the front."""
        box = self._box_at(event)
        if box is not None:
            self.go_to(box.node.key)
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Clicked twice it is opened."""
        box = self._box_at(event)
        if box is not None:
            self.opened.emit(box.node.key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All of it stays in sight until somebody zooms."""
        super().resizeEvent(event)
        if self._fitted:
            self.show_all()

    def paint_colours(self) -> Colours:
        """What it is painted with."""
        return colours_of(self._theme)

    # -- inside

    def _box_at(self, event: QMouseEvent) -> Box | None:
        point = self.mapToScene(event.position().toPoint())
        return next((box for box in self.picture.boxes if _rect(box).contains(point)), None)

    def _move(self, right: int, down: int) -> None:
        """To the nearest box in that direction; straight ahead counts more than near."""
        here = next((box for box in self.picture.boxes if box.node.key == self.at), None)
        if here is None:
            return
        ways = []
        for box in self.picture.boxes:
            across, deep = box.x - here.x, box.y - here.y
            ahead, aside = across * right + deep * down, abs(across * down) + abs(deep * right)
            if ahead > 1:
                ways.append((ahead + (3 if right else 0.5) * aside, box.node.key))
        if ways:
            self.go_to(min(ways)[1])

    def _bring(self) -> None:
        here = next((box for box in self.picture.boxes if box.node.key == self.at), None)
        if here is not None:
            self.ensureVisible(_rect(here), 40, 40)

    def _describe(self) -> None:
        here = next((box for box in self.picture.boxes if box.node.key == self.at), None)
        self.setAccessibleDescription("，".join([here.node.title, here.lines[-1]]) if here is not None else "")


class _Drawing(QGraphicsItem):
    """All of the picture as one item: some hundred boxes are painted in a few milliseconds."""

    def __init__(self, view: LineageView) -> None:
        super().__init__()
        self._view = view

    def boundingRect(self) -> QRectF:
        """The whole picture."""
        return QRectF(0, 0, self._view.picture.width, self._view.picture.height)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """All of it."""
        paint(painter, self._view.picture, self._view.paint_colours(), self._view.font(), self._view.at)


# Drawing


def paint(painter: QPainter, picture: Picture, look: Colours, font: QFont, at: str = "") -> None:
    """Draws a picture at its own size. `at`: the document that the keyboard is on."""
    whole = QRectF(0, 0, picture.width, picture.height)
    painter.fillRect(whole, QColor(look.paper))
    small, text = QFont(font), QFont(font)
    small.setPixelSize(SMALL)
    text.setPixelSize(FONT)
    painter.setFont(text)
    for nth, band in enumerate(picture.bands):
        if nth % 2 == 0:
            painter.fillRect(QRectF(0, band.y, picture.width, band.height), QColor(look.band))
        painter.setPen(QColor(look.muted))
        painter.drawText(QPointF(EDGE, band.y + DOWN / 2 + 16), band.name)
    for curve in picture.curves:
        _paint_curve(painter, curve, look, near=at in (curve.edge.lower, curve.edge.higher))
    for box in picture.boxes:
        _paint_box(painter, box, look, (text, small), (box.node.key == picture.root, box.node.key == at))
    painter.setFont(text)
    for relation, name, x in picture.legend:
        y = picture.height - LEGEND / 2
        painter.setPen(_pen(look.of(relation), DASHES[relation], 1.5))
        painter.drawLine(QPointF(x, y), QPointF(x + 44, y))
        painter.setPen(QColor(look.text))
        painter.drawText(QPointF(x + 52, y + 4), name)


def _paint_curve(painter: QPainter, curve: Curve, look: Colours, *, near: bool) -> None:
    start, one, two, end = (QPointF(x, y) for x, y in curve.points)
    path = QPainterPath(start)
    path.cubicTo(one, two, end)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    colour = look.of(curve.edge.relation)
    painter.setPen(_pen(colour, DASHES[curve.edge.relation], 2.5 if near else 1.5))
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in arrow(curve)]))


def _paint_box(
    painter: QPainter, box: Box, look: Colours, fonts: tuple[QFont, QFont], front: tuple[bool, bool]
) -> None:
    painter.setBrush(QColor(look.paper))
    asked, current = front
    dash = "5 3" if box.node.doc is None else ""
    painter.setPen(_pen(look.accent if asked else look.edge, dash, 2 if asked else 1))
    painter.drawRoundedRect(_rect(box), 4, 4)
    if current:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(look.accent), 2))
        painter.drawRoundedRect(_rect(box).adjusted(-4, -4, 4, 4), 6, 6)
    for nth, line in enumerate(box.lines):
        last = nth == len(box.lines) - 1
        painter.setFont(fonts[1] if last else fonts[0])
        painter.setPen(QColor(look.muted if last else look.text))
        painter.drawText(QPointF(box.x + 8, box.y + (HIGH - 9 if last else 18 + nth * LINE)), line)


def _pen(colour: str, dashes: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    if dashes:
        pen.setDashPattern([float(each) / width for each in dashes.split()])
    return pen


def _rect(box: Box) -> QRectF:
    return QRectF(box.x, box.y, WIDE, HIGH)


def image_of(picture: Picture, font: QFont, look: Colours | None = None) -> QImage:
    """The picture on white paper, sharp enough for print where its size allows. `png` makes a file of it, anywhere."""
    share = min(SHARPER, LARGEST / max(picture.width, picture.height))
    size = QSize(max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    image = QImage(size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(share, share)
    paint(painter, picture, look or Colours(), font)
    painter.end()
    return image


def paint_on_paper(painter: QPainter, room: QSize, picture: Picture, font: QFont) -> None:
    """The picture on one page, as large as it fits."""
    share = min(room.width() / picture.width, room.height() / picture.height)
    painter.scale(share, share)
    paint(painter, picture, Colours(), font)
