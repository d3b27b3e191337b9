"""Makes pages ill in the ways that real ones are, so that tests know the true text. No test in here."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Sequence

from reader.ingest.repair.characters import is_han


def add_pinyin(text: str, share: float, rng: random.Random) -> str:
    """Notes on pronunciation behind a share of the characters, with tone marks, some with a blank inside."""
    from pypinyin.constants import PINYIN_DICT

    out = []
    for char in text:
        out.append(char)
        if is_han(char) and rng.random() < share and (known := PINYIN_DICT.get(ord(char))):
            out.append(f"({known.split(',')[0]}{' ' if rng.random() < 0.2 else ''})")
    return "".join(out)


def shift_gbk(text: str, at: int) -> str:
    """`text` as a page shows it that lost the first byte of the character at `at` and was decoded one byte off.

    Decoding falls into step again at the first trail byte that is a letter, or at a byte that makes no pair. A pair
    outside the character set shows nothing.
    """
    data = text[at:].encode("gbk", "ignore")
    out = ["?"]
    i = 1
    while i < len(data):
        if data[i] < 0x80:
            out.append(chr(data[i]))
            i += 1
            break
        if i + 1 >= len(data) or data[i + 1] < 0x40:
            out.append("?")
            i += 1
            break
        out.append(data[i : i + 2].decode("gbk", "ignore") if data[i + 1] != 0xFF else "")
        i += 2
    return text[:at] + "".join(out) + data[i:].decode("gbk", "ignore")


def shift_python(text: str, at: int) -> str:
    """The same with a decoder that passes over one byte, not two, where a pair makes no character."""
    return text[:at] + "?" + text[at:].encode("gbk", "ignore")[1:].decode("gbk", "ignore")


def half_width(text: str) -> str:
    """Full-width marks folded to half width, as some sites do."""
    return "".join(unicodedata.normalize("NFKC", c) if "\uff01" <= c <= "\uff5e" else c for c in text)


def straight_quotes(text: str) -> str:
    """Paired quotation marks made straight."""
    return re.sub("[“”]", '"', text)


def without(text: str, mark: str, number: int) -> str:
    """The text without the `number`-th (from 0) occurrence of `mark`; as it is where there are fewer."""
    places = [m.start() for m in re.finditer(re.escape(mark), text)]
    if number >= len(places):
        return text
    return text[: places[number]] + text[places[number] + 1 :]


def scatter_blanks(text: str, share: float, rng: random.Random) -> str:
    """Stray blanks of several kinds between Chinese characters."""
    out: list[str] = []
    for char in text:
        if out and is_han(char) and is_han(out[-1][-1]) and rng.random() < share:
            out.append(rng.choice([" ", "\u00a0", "\u3000", "\u2003"]))
        out.append(char)
    return "".join(out)


def flatten(rows: Sequence[Sequence[str]], form: str) -> str:
    """A table as pages flatten it. `form`: lines, markdown, cells (one a line, the last of a row without a bar)."""
    if form == "lines":
        return "\n".join("|".join(row) for row in rows)
    if form == "markdown":
        lines = ["| " + " | ".join(row) + " |" for row in rows]
        return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]])
    return "\n".join("|\n".join(cell for cell in row if cell) for row in rows)


HEAD = (
    "某某市人民政府门户网站", "www.moumou.gov.cn", "首页 > 政务公开 > 政府文件", "您当前的位置：首页 > 政策",
    "索引号：000014349/2021-00056", "发布日期：2021-09-01  浏览次数：386", "字体：大 中 小", "分享到：微信 微博",
    "信息来源：市政府办公厅", "【打印】【关闭】", "发布时间：2021-09-01 10:30",
)  # fmt: skip
FOOT = (
    "扫一扫在手机打开当前页", "【打印本页】 【关闭窗口】", "上一篇：关于某事的通知", "下一篇：没有了", "相关链接：某某解读",
    "主办：某某市人民政府办公厅", "某ICP备05000001号-1", "网站标识码：1200000001", "版权所有：某某市人民政府", "责任编辑：张三",
    "阅读 1234", "长按二维码关注我们",
)  # fmt: skip


def add_chrome(text: str, rng: random.Random) -> str:
    """A page's head and foot around the text."""
    return "\n".join([*rng.sample(HEAD, 4), text, *rng.sample(FOOT, 4)])


def break_lines(line: str, rng: random.Random) -> str:
    """A long title broken into two or three lines."""
    if len(line) < 24:
        return line
    cuts = sorted(rng.sample(range(10, len(line) - 4), 2 if len(line) > 40 else 1))
    return "\n".join(line[a:b] for a, b in zip([0, *cuts], [*cuts, len(line)], strict=True))
