"""Bytes of unknown encoding to text. Chinese and Unicode encodings only; what a page declares is believed where the
bytes bear it out. A few bad bytes are read around and stay visible as U+FFFD.
"""

from __future__ import annotations

import codecs
import re

from reader.core.errors import BadInput

_SAMPLE = 256 * 1024
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_CODECS = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "cp936": "gb18030",
    "x-gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
    "big5hkscs": "big5hkscs", "cn-big5": "big5hkscs", "x-x-big5": "big5hkscs", "cp950": "big5hkscs",
}  # fmt: skip
"""Names that pages declare, and the codec that reads a superset of each. No other name is believed."""
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f]")
_OUTSIDE = re.compile("[^\x00-\x7f]")
_ENOUGH = 0.06
_BELIEVED = 0.15
_BAD_WEIGHT = 4
_MOST_BAD = 20  # one sign in so many may be lost


def decode_text(data: bytes, name: str) -> tuple[str, str]:
    """The text and the encoding it was in. Raises BadInput where it is binary or in no known encoding."""
    text, encoding = _decoded(data, name)
    if not text.strip("\ufeff \t\r\n\x00"):
        raise BadInput(f"“{name}”是空的，没有可以读取的文字。")
    strange = len(_CONTROL.findall(text[:_SAMPLE]))
    if strange > max(8, len(text[:_SAMPLE]) // 100):
        raise BadInput(f"“{name}”不是文本文件（含有大量控制字符）。")
    return text, encoding


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _marked(data, encoding, name), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    if 0 in data[:_SAMPLE]:
        return _utf16(data, name)
    declared = _DECLARED.search(data[:4096])
    label = declared.group(1).decode("ascii").lower() if declared else ""
    wanted = _CODECS.get(label)
    for codec in _likely(data, wanted):
        text = data.decode(codec, "replace")
        if text.count("\ufffd") * _MOST_BAD <= max(len(text), 3 * _MOST_BAD):
            return text, label if codec == wanted and label in _KEPT_LABELS else codec
    raise BadInput(f"“{name}”的编码无法识别；请另存为 UTF-8 后再试。")


_KEPT_LABELS = frozenset(["gb2312", "gbk"])


def _marked(data: bytes, encoding: str, name: str) -> str:
    text = data.decode(encoding, "replace")
    if text.count("\ufffd") * _MOST_BAD > len(text):
        raise BadInput(f"“{name}”的编码标记为 {encoding}，但内容不符，无法读取。")
    return text


def _utf16(data: bytes, name: str) -> tuple[str, str]:
    even, odd = data[:_SAMPLE:2].count(0), data[1:_SAMPLE:2].count(0)
    encoding = "utf-16-le" if odd >= even else "utf-16-be"
    known = sum(c in _COMMON or c.isascii() for c in data[:_SAMPLE].decode(encoding, "ignore"))
    if known * 8 < min(len(data), _SAMPLE):
        raise BadInput(f"“{name}”是二进制文件，不是文本。")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(f"“{name}”是二进制文件，不是文本。") from error
    if "\x00" in text[:_SAMPLE]:
        raise BadInput(f"“{name}”是二进制文件，不是文本。")
    return text, encoding


def _likely(data: bytes, declared: str | None) -> list[str]:
    """The codecs whose reading is Chinese, best first: frequent characters count, what cannot be read counts against.

    Only signs outside ASCII are looked at: of a page most is tags.
    """
    sample = data[:_SAMPLE]
    scored = []
    for codec in ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be"):
        text = codecs.getincrementaldecoder(codec)("replace").decode(sample)
        outside = _OUTSIDE.findall(text)
        if not outside or (codec.startswith("utf-16") and b"\n" in sample and "\n" not in text):
            continue
        score = (sum(c in _COMMON for c in outside) - _BAD_WEIGHT * text.count("\ufffd")) / len(outside)
        if codec.startswith("utf-16"):
            score -= _ENOUGH
        scored.append((score + (_BELIEVED if codec == declared and score > _ENOUGH else 0), codec))
    return [codec for score, codec in sorted(scored, key=lambda pair: -pair[0]) if score > _ENOUGH]


_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "這個為來時們對會後發學經進電裡實當點從業應開還與關線內數無變條沒結問題黨處縣區臺灣據網務創門總規劃計畫訂資產產農勞動員權辦實"
    "，。、；：（）《》“”　〔〕"
)
"""Frequent characters and marks of either script: the wrong encoding yields hardly any."""
