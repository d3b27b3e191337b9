"""Which installed fonts set which kind of text. Owns the chains of font names; must not load or bundle fonts.

The names of a face differ by system and language, so both the English and the Chinese name stand in the chains.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Literal

from PySide6.QtGui import QFontDatabase

from reader.core.late_dataclass import dataclass

Role = Literal["body", "title", "heading", "kai", "ui"]
NO_FONT: Final = (
    "No Chinese font is installed: Chinese text shows as boxes. Please install one "
    "(Debian, UOS: fonts-noto-cjk; openEuler, Kylin: google-noto-sans-cjk-ttc-fonts; Windows: SimSun) and start again."
)

_SONG = {
    "hans": ("Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "思源宋体", "Noto Serif SC", "方正书宋",
             "FZShuSong-Z01", "SimSun", "宋体", "FangSong", "仿宋", "仿宋_GB2312", "Songti SC"),
    "hant": ("Noto Serif CJK TC", "Source Han Serif TC", "Source Han Serif TW", "思源宋體", "Noto Serif TC",
             "PMingLiU", "新細明體", "MingLiU", "細明體", "Songti TC"),
    "hk": ("Noto Serif CJK HK", "Source Han Serif HC", "Source Han Serif HK", "Noto Serif HK", "MingLiU_HKSCS"),
}  # fmt: skip
_HEI = {
    "hans": ("Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "思源黑体", "Noto Sans SC",
             "Microsoft YaHei", "微软雅黑", "WenQuanYi Micro Hei", "文泉驿微米黑", "SimHei", "黑体", "PingFang SC"),
    "hant": ("Noto Sans CJK TC", "Source Han Sans TC", "Source Han Sans TW", "思源黑體", "Noto Sans TC",
             "Microsoft JhengHei", "微軟正黑體", "PingFang TC"),
    "hk": ("Noto Sans CJK HK", "Source Han Sans HC", "Source Han Sans HK", "Noto Sans HK", "PingFang HK"),
}  # fmt: skip
_FANG = {
    "hans": ("方正仿宋_GBK", "FZFangSong-Z02", "仿宋_GB2312", "FangSong", "仿宋", "STFangsong", "华文仿宋"),
    "hant": ("cwTeX Q Fangsong", "仿宋體"),
    "hk": (),
}  # fmt: skip
_KAI = {
    "hans": ("LXGW WenKai", "霞鹜文楷", "KaiTi", "楷体", "楷体_GB2312", "STKaiti", "华文楷体", "AR PL UKai CN",
             "Kaiti SC"),
    "hant": ("LXGW WenKai TC", "DFKai-SB", "標楷體", "AR PL UKai TW", "BiauKai", "Kaiti TC"),
    "hk": ("AR PL UKai HK",),
}  # fmt: skip
_TITLE = {
    "hans": ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "华文中宋", "STZhongsong"),
    "hant": (),
    "hk": (),
}


@dataclass(frozen=True)
class FontChains:
    """The installed fonts, best first, for each way of writing ("hans", "hant", "hk") and each role.

    Attributes:
        song, hei, kai, title, fang: by way of writing, the installed families of that style. May be empty: Qt falls
            back.
    """

    song: dict[str, tuple[str, ...]]
    hei: dict[str, tuple[str, ...]]
    kai: dict[str, tuple[str, ...]]
    title: dict[str, tuple[str, ...]]
    fang: dict[str, tuple[str, ...]]

    def styles(self) -> list[str]:
        """The styles to read in that are installed: "" for 宋, the best one, then "fang", "kai", "hei"."""
        there = {"fang": self.fang, "kai": self.kai, "hei": self.hei}
        return ["", *(name for name, chain in there.items() if chain["hans"])]

    def families(self, role: Role, script: str = "hans", wanted: str = "") -> list[str]:
        """Families for a role, best first, for text in `script` (hans, hant, tw, hk). `wanted`, a family or a style
        ("fang", "kai", "hei"), goes before all in body.

        Song stands behind Kai and the title faces, so that a missing face looks like body and not like chance; where a
        machine has no Song at all, Hei stands in for it.
        """
        writing = {"tw": "hant", "twp": "hant"}.get(script, script)
        chains = {"fang": self.fang, "kai": self.kai, "hei": self.hei}
        chosen = chains[wanted][writing] + chains[wanted]["hans"] if wanted in chains else (wanted,) if wanted else ()
        first = {
            "body": chosen,
            "title": self.title[writing],
            "heading": self.hei[writing],
            "kai": self.kai[writing],
            "ui": self.hei[writing],
        }[role]
        song = self.song[writing] + self.song["hans"]
        rest = self.hei["hans"] if role in {"heading", "ui"} else song
        last = self.hei[writing] + self.hei["hans"]
        return list(dict.fromkeys((*first, *rest, *last)))


def missing(chains: FontChains, able: Callable[[], Iterable[str]] | None = None) -> str:
    """A sentence where no installed font sets Chinese, in ASCII: it is the one thing that can be read there then.

    Args:
        able: gives the families that can write Chinese; asked of Qt where none of the known is there.
    """
    if any(chain["hans"] for chain in (chains.song, chains.hei, chains.kai, chains.fang)):
        return ""
    return "" if any((able or _able)()) else NO_FONT


def _able() -> Iterable[str]:
    return QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)


def choose_fonts(installed: Iterable[str] | None = None) -> FontChains:
    """The chains, cut down to what is installed (asked of Qt when not given)."""
    present = set(QFontDatabase.families() if installed is None else installed)

    def kept(chains: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        both = {**chains, "hk": chains["hk"] + chains["hant"]}
        return {writing: tuple(name for name in names if name in present) for writing, names in both.items()}

    return FontChains(song=kept(_SONG), hei=kept(_HEI), kai=kept(_KAI), title=kept(_TITLE), fang=kept(_FANG))
