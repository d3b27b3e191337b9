"""What a file is that was given for one of notes and is none, and what to do with it: one sentence by its bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from reader.core.errors import BadInput
from reader.formats.sniff import sniff

_BY_NAME: Final = {
    "pack.json": "这是语料包（.prpack），请用“安装语料包”安装（corpus install），不是导入；没有导入。",
    "ppt/presentation.xml": "这是演示文稿（.pptx），里面的批注读不了；没有导入。",
}
"""Members of a zip by which a kind is known."""
_BY_MIME: Final = {
    b"application/vnd.oasis.opendocument.text":
        "这是 OpenDocument 文件（.odt），请用 LibreOffice 或 WPS 另存为 .docx，再导入其中的批注。",
    b"application/vnd.oasis.opendocument.spreadsheet":
        "这是 OpenDocument 表格（.ods），请另存为 CSV，再导入其中的批注。",
    b"application/epub+zip": "这是电子书（.epub），里面没有可以导入的批注；没有导入。",
}  # fmt: skip
_BY_KIND: Final = {
    "xlsx": "这是 Excel 表格（.xlsx），请另存为 CSV，再导入其中的批注。",
    "ofd": "这是 OFD 文件，请用“添加文件”加入文库，不是导入；没有导入。",
    "rtf": "这是 RTF 文件，请用 Word 或 WPS 另存为 .docx，再导入其中的批注。",
    "html": "这是网页，不是批注文件；批注导出成网页只供阅读，请导出为 jsonld 再导入；没有导入。",
    "mht": "这是网页，不是批注文件；批注导出成网页只供阅读，请导出为 jsonld 再导入；没有导入。",
    "picture": "这是图片，里面没有可以导入的批注；没有导入。",
    "packed": "这是压缩文件，请解压以后再导入其中的文件；没有导入。",
    "zip": "这是压缩文件，请解压以后再导入其中的文件；没有导入。",
    "program": "这是程序，不是批注文件；没有导入。",
}  # fmt: skip
_BY_BEGINNING: Final = {
    b"untrusted comment:": "这是密钥或签名文件，不是批注文件；没有导入。",
    b"BEGIN:VCALENDAR": "这是日历文件（.ics），不是批注文件；没有导入。",
}
_CARRIED: Final = "notes.jsonld"  # of what carries documents with their notes
_BOTH: Final = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, which has zeros in it


def refuse_other(data: bytes) -> None:
    """Raises BadInput with what the file is where it is known to be of a kind that no notes are read from."""
    beginning = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    said = next((words for start, words in _BY_BEGINNING.items() if beginning.startswith(start)), None)
    kind = sniff(data) if beginning[:1] not in {b"[", b"{"} or beginning.startswith(b"{\\rtf") else ""
    if said is None and data.startswith(b"PK"):
        said = _packed(data, kind)
    elif said is None:
        said = _BY_KIND.get(kind)
    if said is None and kind == "text" and 0 in data[:1000] and not data.startswith(_BOTH):
        said = "认不出这是什么文件，没有导入；可以导入 jsonld、csv、prdocs，以及 Word（.docx）、PDF 里的批注。"
    if said is not None:
        raise BadInput(said)


def _packed(data: bytes, kind: str) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist()[:1000])
            mime = b""
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                mime = archive.read("mimetype").strip()
    except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, NotImplementedError, OSError, EOFError, RuntimeError):
        return None  # cut off, or none: who reads it says so
    if _CARRIED in names:
        return None
    by_name = next((words for name, words in _BY_NAME.items() if name in names), None)
    return by_name or _BY_MIME.get(mime) or _BY_KIND.get(kind)
