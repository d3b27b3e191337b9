"""Radicals that stand for whole characters: fonts that draw both with one glyph make PDFs say ⼈ where 人 is meant."""

from __future__ import annotations

import re
import unicodedata

_PAIRS = (
    "⺁厂⺄乙⺅亻⺈刀⺋㔾⺌小⺏尢⺒巳⺓幺⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺟母⺠民⺡氵⺢氺⺣灬⺦丬⺨犭⺩王⺪疋"
    "⺫目⺬示⺭礻⺳网⺴网⺶羊⺷羊⺹老⺺聿⺻聿⺼肉⺽臼⺾艹⻁虎⻂衤⻃西⻄西⻅见⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶"
    "⻍辶⻎辶⻏邑⻐钅⻑長⻒镸⻓长⻔门⻖阜⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟"
    "⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
"""A radical of the supplement (U+2E80 to U+2EF3) and its character, pair after pair: Unicode itself maps few."""
_SUPPLEMENT = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_ALIKE = {0x2E3A: "——", 0x2329: "〈", 0x232A: "〉"}
_RADICAL = re.compile("[\u2e80-\u2ef3\u2f00-\u2fd5]")


def whole_characters(text: str) -> str:
    """The text with characters in place of radicals; a dash of double width as the two it is written as."""
    return _RADICAL.sub(_character, text).translate(_ALIKE)


def _character(match: re.Match[str]) -> str:
    radical = match.group()
    return _SUPPLEMENT.get(radical) or unicodedata.normalize("NFKC", radical)
