"""Uses once each foreign library that no other check of `healthcheck` comes by. Touches no file outside memory.

A packaged program leaves out what its libraries do not need here; a part left out by mistake is found by this.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from typing import Final

from reader.core.errors import ReaderError

SAMPLE: Final = "政策阅读器"


def try_parts() -> str:
    """Names of the parts that work. Raises ReaderError with those that do not."""
    broken = [f"{name}（{why}）" for name, part in _PARTS.items() if (why := _fault(part))]
    if broken:
        raise ReaderError(f"程序的组件不完整：{'、'.join(broken)}，请重新安装程序。")
    return "、".join(_PARTS)


def _fault(part: Callable[[], bool]) -> str:
    try:
        return "" if part() else "结果不正确"
    except (ImportError, OSError, AttributeError, LookupError, TypeError, ValueError) as error:
        return str(error) or type(error).__name__


def _word() -> bool:
    import docx

    made, out = docx.Document(), io.BytesIO()
    made.add_heading(SAMPLE, level=1)
    made.add_paragraph(SAMPLE, style="Quote")
    made.add_table(rows=1, cols=2).style = "Table Grid"
    made.save(out)
    return docx.Document(io.BytesIO(out.getvalue())).paragraphs[1].text == SAMPLE


def _sheet() -> bool:
    import openpyxl

    made, out = openpyxl.Workbook(), io.BytesIO()
    made.create_sheet(SAMPLE)
    made.save(out)
    return SAMPLE in openpyxl.load_workbook(io.BytesIO(out.getvalue())).sheetnames


def _readings() -> bool:
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # as whoever else asks: the packages come without them
    from pypinyin import Style, pinyin

    return ["ce"] in pinyin(SAMPLE, style=Style.NORMAL)


def _word_list() -> bool:
    from reader.ingest.repair.language import word_list_file

    with word_list_file().open(encoding="utf-8") as lines:
        return len(next(lines).split(" ")) == 3


def _charsets() -> bool:
    traditional = "政策閱讀器"
    pages = {"gb18030": SAMPLE, "gbk": SAMPLE, "big5": traditional, "big5hkscs": traditional, "cp950": traditional}
    return all(text.encode(codec).decode(codec) == text for codec, text in pages.items())


def _near_words() -> bool:
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance("政策阅读器", "政策阅渎器", score_cutoff=1) == 1


def _sealing() -> bool:
    import pyrage

    key = pyrage.x25519.Identity.generate()
    sealed = pyrage.encrypt(SAMPLE.encode(), [key.to_public()])
    return pyrage.decrypt(sealed, [key]) == SAMPLE.encode() and SAMPLE.encode() not in sealed


def _calendar() -> bool:
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", SAMPLE)
    return SAMPLE.encode() in made.to_ical()


def _signing() -> bool:
    from nacl.exceptions import BadSignatureError
    from nacl.signing import SigningKey

    key = SigningKey.generate()
    signed = key.sign(SAMPLE.encode())
    try:
        key.verify_key.verify(SAMPLE.encode() + b"!", signed.signature)
    except BadSignatureError:
        return key.verify_key.verify(signed) == SAMPLE.encode()
    return False


def _pdf() -> bool:
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 100)
    return len(document) == 1 and document[0].get_size() == (200, 100)


def _older_office() -> bool:
    import olefile
    import xlrd
    from striprtf.striprtf import rtf_to_text

    said = rtf_to_text("{\\rtf1 ok}")  # type: ignore[no-untyped-call]
    return bool(said == "ok" and not olefile.isOleFile(b"x" * 2000) and xlrd.__VERSION__)


_PARTS: Final[dict[str, Callable[[], bool]]] = {
    "Word": _word,
    "Excel": _sheet,
    "拼音": _readings,
    "词表": _word_list,
    "中文编码": _charsets,
    "近似词": _near_words,
    "加密": _sealing,
    "签名": _signing,
    "PDF": _pdf,
    "旧版 Office": _older_office,
    "日历": _calendar,
}
