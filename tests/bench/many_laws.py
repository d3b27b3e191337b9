"""Large libraries made from a few hundred laws, by a seed: articles of one law, some of them from others.

What is made this way has the words, lengths and repetitions of laws, and titles, numbers and dates that differ.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

ARTICLE: Final = re.compile(r"^第[一二三四五六七八九十百零]+条[\s　]")
PLACES: Final = (
    "北京市", "天津市", "河北省", "山西省", "辽宁省", "吉林省", "上海市", "江苏省", "浙江省", "安徽省", "福建省", "江西省",
    "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省", "重庆市", "四川省", "贵州省", "云南省", "陕西省", "甘肃省",
)  # fmt: skip
FOREIGN: Final = 0.25  # share of the articles that come from other laws


def laws(folder: Path) -> list[tuple[str, list[str]]]:
    """Title and lines of each law of a folder."""
    found = []
    for file in sorted(folder.glob("*.md")):
        text = file.read_text("utf-8", errors="replace").split("<!-- INFO END -->")[-1]
        lines = [line.strip().lstrip("#").strip() for line in text.splitlines() if line.strip()]
        title = re.sub(r"\(\d{4}-\d\d-\d\d\)$", "", file.stem)
        found.append((title, [line for line in lines if line != title]))
    return found


def made(folder: Path, count: int, seed: int = 20261129) -> Iterator[tuple[str, str]]:
    """File name and text of `count` documents; the same ones for the same seed."""
    chance, known = random.Random(seed), laws(folder)
    articles = [line for _, lines in known for line in lines if ARTICLE.match(line) and len(line) < 400]
    for at in range(count):
        title, lines = known[at % len(known)]
        if at >= len(known):
            title = f"{chance.choice(PLACES)}第{at}号{re.sub('^.{2,8}?[省市区县州]', '', title) or title}"
            lines = [_changed(line, articles, chance) for line in lines]
        year, month, day = chance.randint(2010, 2026), chance.randint(1, 12), chance.randint(1, 28)
        head = [title, f"（{year}年{month}月{day}日通过）"]
        yield f"{at // 1000:03}/{at:06}.txt", "\n".join([*head, "", *lines]) + "\n"


def _changed(line: str, articles: list[str], chance: random.Random) -> str:
    number = ARTICLE.match(line)
    if number is None or chance.random() >= FOREIGN:
        return line
    return number[0] + ARTICLE.sub("", chance.choice(articles))
