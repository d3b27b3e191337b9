"""Scans to lines: pages that are pictures, read by a character recogniser whose models lie on this machine.

The one owner of the recogniser (rapidocr, with onnxruntime) and of picture files (Pillow); all are an extra, imported
only when a scan is read, and only in the process that converts. Nothing is ever fetched.
"""

from __future__ import annotations

import io
import struct
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final, NamedTuple, Protocol

import pypdfium2

from reader.core.errors import BadInput
from reader.core.raw_text import RawText
from reader.formats.bounds import MOST_PAGES, damaged, too_much
from reader.formats.limits import MOST_PAGES_OF_SCANS
from reader.formats.lines import Lines
from reader.formats.pages.layout import lay_out
from reader.formats.pages.ofd import page_parts
from reader.formats.pages.ofd_parts import Ofd
from reader.formats.pages.ofd_pdf import page_as_pdf
from reader.formats.pages.parts import Page
from reader.formats.pages.pdf import is_pictured, open_pdf, pages_of, turned
from reader.formats.pages.png import png
from reader.formats.pages.recognised import Found, even_sizes, page_of
from reader.formats.scans import find_installed, is_available, needs_ocr

_LONGEST_SIDE = 1900  # pixels of a page as the recogniser gets it: 160 a inch for A4
_MOST_PIXELS = 120_000_000  # of a picture file
_GOOD = 0.85  # mean confidence of a page that stands upright
_FEW_LINES = 3
_ORIENTATION, _ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)  # of a photograph, as its camera says
_SEEN = 0.5  # a line below this is no text that anybody could use
_LONG_SIDE = 842.0  # points: a picture that says no resolution is taken for a sheet of A4
_MODELS = {"Det": "PP-OCRv6_det_small.onnx", "Rec": "PP-OCRv6_rec_small.onnx"}

Told = Callable[[int, int], None]
"""Pages that are done, pages to do."""


class Picture(NamedTuple):
    """A page as pixels: blue, green, red, one byte each, `stride` bytes a row; and its size in points."""

    pixels: bytes
    width: int
    height: int
    stride: int
    points: tuple[float, float]


class Engine(Protocol):
    """Recognises lines of text."""

    def read(self, picture: Picture, turn: int) -> list[Found]:
        """The lines of a picture turned clockwise by 0, 90, 180 or 270 degrees, their places in its pixels then."""


def convert(
    data: bytes, name: str, kind: str, told: Told = lambda _done, _of: None, engine: Engine | None = None
) -> RawText:
    """The text of a file of kind pdf, ofd or picture; pages that have text of their own are not recognised.

    Args:
        told: called after each page that was recognised.
        engine: the recogniser; the one that is installed where none is given.

    Raises NeedsOcr where none is installed, BadInput where the file is damaged, has no text to be seen, or asks for
    too much.
    """
    pages, scans = _SOURCES[kind](data, name)
    lines = Lines(name)
    found: list[Page] = []
    if len(scans) > MOST_PAGES_OF_SCANS:
        raise too_much(name, f"有 {len(scans)} 页图像，一次最多识别 {MOST_PAGES_OF_SCANS} 页")
    if scans:
        reading = engine or installed(name)
        for done, (number, picture) in enumerate(scans, 1):
            page = _recognised(reading, picture(), number, lines)
            found.append(page)
            told(done, len(scans))
    even_sizes(found)
    by_number = {page.number: page for page in found}
    lay_out([by_number.get(page.number, page) for page in pages], lines)
    if not len(lines):
        raise BadInput(f"“{name}”的页面上没有认出文字。")
    if found:
        lines.notes.insert(0, _note(lines.doubtful, [page.number for page in found], len(pages)))
    return lines.made(data, kind, recognised=bool(found))


def _note(doubtful: int, numbers: list[int], count: int) -> str:
    more = " 等" if len(numbers) > 20 else ""
    which = "全文" if len(numbers) == count else f"第 {'、'.join(map(str, numbers[:20]))}{more} 页"
    doubt = f"其中 {doubtful} 个字把握不大，已标出" if doubtful else "没有把握不大的字"
    return f"{which}由文字识别（OCR）得来，{doubt}；引用前请与原图核对。"


_Scans = list[tuple[int, Callable[[], Picture]]]


def _of_pdf(data: bytes, name: str) -> tuple[list[Page], _Scans]:
    document = open_pdf(data, name)
    pages = pages_of(document, name)
    scans: _Scans = [(page.number, _drawing(document, page.number, name)) for page in pages if is_pictured(page)]
    return pages, scans


def _drawing(document: pypdfium2.PdfDocument, number: int, name: str) -> Callable[[], Picture]:
    def draw() -> Picture:
        try:
            page = document[number - 1]
            size = page.get_size()
            turn = turned(page)
            if turn % 180:
                size = (size[1], size[0])
            if not (min(size) > 0):
                raise BadInput(f"“{name}”第 {number} 页的尺寸有误，无法识别。")
            bitmap = page.render(scale=_LONGEST_SIDE / max(size), rotation=turn, may_draw_forms=False)
            if bitmap.n_channels != 3:
                raise damaged(name, "PDF")
            return Picture(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, size)
        except pypdfium2.PdfiumError as error:
            raise BadInput(f"“{name}”第 {number} 页已损坏，无法识别。") from error

    return draw


def _of_ofd(data: bytes, name: str) -> tuple[list[Page], _Scans]:
    ofd = Ofd(data, name)
    pages = [page_parts(page, name) for page in ofd.pages()]

    def drawing(number: int) -> Callable[[], Picture]:
        def draw() -> Picture:  # one page's PDF at a time
            return _drawing(open_pdf(page_as_pdf(ofd, number, name), name), 1, name)()

        return draw

    return pages, [(page.number, drawing(page.number)) for page in pages if is_pictured(page)]


def _of_picture(data: bytes, name: str) -> tuple[list[Page], _Scans]:
    if not is_available():
        raise needs_ocr(name, "是图像文件，没有文字")
    image = _opened(data, name)
    count = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
    if count > MOST_PAGES:
        raise too_much(name, "的页数过多")

    def drawing(frame: int) -> Callable[[], Picture]:
        return lambda: _frame(image, frame, name, _LONGEST_SIDE)

    return [Page(n + 1, *_points(image, n, name)) for n in range(count)], [(n + 1, drawing(n)) for n in range(count)]


_SOURCES: Final = {"pdf": _of_pdf, "ofd": _of_ofd, "picture": _of_picture}


# -- picture files


def draw_picture(data: bytes, name: str, number: int, scale: float) -> bytes:
    """A page of a picture file as PNG, `scale` pixels a point. Raises as `_opened` does, BadInput without Pillow."""
    if not is_available():
        raise needs_ocr(name, "是图像文件，没有文字")
    image = _opened(data, name)
    if not 1 <= number <= (getattr(image, "n_frames", 1) if image.format == "TIFF" else 1):
        raise BadInput(f"“{name}”没有第 {number} 页。")
    points = _points(image, number - 1, name)
    drawn = _frame(image, number - 1, name, min(max(points) * min(max(scale, 0.1), 10.0), 6000))
    pixels = bytearray(drawn.pixels)
    pixels[0::3], pixels[2::3] = drawn.pixels[2::3], drawn.pixels[0::3]
    return png(bytes(pixels), drawn.width, drawn.height, drawn.stride)


def _opened(data: bytes, name: str) -> Any:
    """The picture, its pixels not yet read. Raises BadInput where it is damaged or of no known format."""
    from PIL import Image

    try:
        return Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "TIFF", "BMP", "GIF"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise damaged(name, "图像") from error


def _points(image: Any, frame: int, name: str) -> tuple[float, float]:
    """Width and height in points. Raises BadInput where the frame cannot be read or has too many pixels."""
    try:
        image.seek(frame)
        width, height = image.size
        inch = image.info.get("dpi", (0, 0))[0]
        on_its_side = image.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
    except (OSError, ValueError, SyntaxError, EOFError, LookupError, TypeError, struct.error) as error:
        raise damaged(name, "图像") from error
    if not 0 < width * height <= _MOST_PIXELS:
        raise too_much(name, "的图像过大")
    factor = 72 / float(inch) if 72 <= float(inch or 0) <= 2400 else _LONG_SIDE / max(width, height)
    size = width * factor, height * factor
    return (size[1], size[0]) if on_its_side else size


def _frame(image: Any, frame: int, name: str, longest: float) -> Picture:
    from PIL import Image, ImageOps

    points = _points(image, frame, name)
    try:
        image.draft("RGB", (int(longest), int(longest)))
        whole = ImageOps.exif_transpose(image)
        clear = whole.mode in ("RGBA", "LA", "PA") or "transparency" in whole.info
        whole = whole.convert("RGBA" if clear else "RGB")
        whole.thumbnail((int(longest), int(longest)), Image.Resampling.LANCZOS)
        paper = Image.new("RGB", whole.size, "white")
        paper.paste(whole, mask=whole.getchannel("A") if clear else None)
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, Image.DecompressionBombError) as error:
        raise damaged(name, "图像") from error
    red, green, blue = paper.split()
    pixels = Image.merge("RGB", (blue, green, red)).tobytes()
    return Picture(pixels, paper.width, paper.height, 3 * paper.width, points)


# -- recognition


def _recognised(engine: Engine, picture: Picture, number: int, lines: Lines) -> Page:
    """A page with the glyphs that were recognised, turned upright."""
    found, turn = _upright(engine, picture)
    kept = [line for line in found if line.score >= _SEEN]
    if lost := len(found) - len(kept):
        lines.notes.append(f"第 {number} 页有 {lost} 处像文字而认不出，没有录入。")
    if turn:
        lines.notes.append(f"第 {number} 页的文字不是正立的，转正后识别。")
    width, height = picture.points
    return page_of(kept, number, width / picture.width, (height, width) if turn % 180 else (width, height))


def _upright(engine: Engine, picture: Picture) -> tuple[list[Found], int]:
    """The lines, and by how much the page had to be turned for them."""
    found = engine.read(picture, 0)
    tall = sum(line.is_tall for line in found) * 2 > len(found)
    if len(found) < _FEW_LINES or (not tall and _mean(found) >= _GOOD):
        return found, 0
    tried = [(found, 0), *((engine.read(picture, turn), turn) for turn in ((90, 270) if tall else (180,)))]
    return max(tried, key=lambda each: sum(line.score * len(line.chars) for line in each[0] if not line.is_tall))


def _mean(found: list[Found]) -> float:
    return sum(line.score * len(line.chars) for line in found) / max(sum(len(line.chars) for line in found), 1)


def installed(name: str) -> Engine:
    """The recogniser of this machine. Raises NeedsOcr where there is none."""
    if not is_available():
        raise needs_ocr(name, "的页面是图像，没有文字")
    return _RapidOcr()


class _RapidOcr:
    """RapidOCR's models for detection and recognition, from the package itself."""

    def __init__(self) -> None:
        find_installed()
        _without_network()
        import rapidocr

        # Asked for by its path a model that is missing is an error; by its name it would be looked for elsewhere.
        folder = Path(str(rapidocr.__file__)).parent / "models"
        models = {f"{part}.model_path": str(folder / file) for part, file in _MODELS.items()}
        if missing := [path for path in models.values() if not Path(path).is_file()]:
            raise BadInput(f"文字识别组件不完整（缺少 {Path(missing[0]).name}），请重新安装。")
        self._engine = rapidocr.RapidOCR(params={
            **models, "Global.log_level": "critical", "Global.use_cls": False, "Global.text_score": 0.0,
            "Global.return_word_box": True, "Global.return_single_char_box": True, "Rec.rec_batch_num": 1,
            "EngineConfig.onnxruntime.intra_op_num_threads": 2, "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        })  # fmt: skip

    def read(self, picture: Picture, turn: int) -> list[Found]:
        """As `Engine.read`."""
        import numpy as np

        rows = np.frombuffer(picture.pixels, dtype=np.uint8, count=picture.height * picture.stride)
        pixels = rows.reshape(picture.height, picture.stride)[:, : 3 * picture.width]
        pixels = pixels.reshape(picture.height, picture.width, 3)
        out = self._engine(np.ascontiguousarray(np.rot90(pixels, -turn // 90)))
        if not getattr(out, "txts", None) or out.boxes is None:
            return []
        return list(_lines_of(out))


def _lines_of(out: Any) -> Iterator[Found]:
    words = [word for word in out.word_results or () if word]
    at = 0
    for text, score, box in zip(out.txts, out.scores, out.boxes, strict=True):
        quad = tuple((float(x), float(y)) for x, y in box)
        plain = "".join(text.split())
        chars = [(char, float(score)) for char in plain]
        # Words come line by line; a line without any has been left out of their list.
        if at < len(words) and "".join(word[0] for word in words[at]) == plain:
            chars = [(char, float(sure)) for word, sure, _ in words[at] for char in word]
            at += 1
        yield Found(text, float(score), quad, tuple(chars))


def _without_network() -> None:
    """The recogniser's package asks for a web client to fetch models with. It gets one that has nothing to it."""
    if "requests" not in sys.modules:
        empty = ModuleType("requests")
        empty.RequestException = OSError  # type: ignore[attr-defined]
        empty.Response = object  # type: ignore[attr-defined]
        sys.modules["requests"] = empty
