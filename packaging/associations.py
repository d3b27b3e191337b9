"""Which files Windows offers the program for: one table, told to setup.exe (NSIS) and to the .msi.

Packs and exported notes are the program's own kinds. For everything else it only stands among the programs of “open
with”: nobody's choice is changed. Whatever is opened, the program asks before it does anything. Standard library only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

CLASSES = r"Software\Classes"
EXE = "PolicyReader.exe"
PLACE = "@place@"  # stands for the program's folder, which each installer writes in its own way


@dataclass(frozen=True)
class Kind:
    """Files of one kind.

    Attributes:
        name: Windows' name of the kind (ProgID).
        endings: of the file names, with the dot.
        own: whether it is a kind of the program's own, which it opens unless the user has chosen another program.
    """

    name: str
    endings: tuple[str, ...]
    chinese: str
    english: str
    own: bool = False


KINDS = (
    Kind("PolicyReader.Pack", (".prpack",), "政策阅读器语料包", "Policy Reader corpus pack", own=True),
    Kind("PolicyReader.Notes", (".prdocs",), "政策阅读器批注连同文件", "Policy Reader notes with documents", own=True),
    Kind("PolicyReader.Annotations", (".jsonld",), "政策阅读器批注", "Policy Reader notes"),
    Kind(
        "PolicyReader.Document",
        (".pdf", ".ofd", ".docx", ".doc", ".wps", ".rtf", ".xlsx", ".xls", ".et", ".csv", ".txt", ".md", ".html",
         ".htm", ".xhtml", ".mht", ".mhtml"),
        "政策文件", "Policy document",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    r"""One value below Software\Classes.

    Attributes:
        key: below it. name: of the value; empty for the key's own.
        whole: whether the key goes as a whole when the program does; else only this value does.
    """

    key: str
    name: str
    value: str
    whole: bool = True


def rows() -> Iterator[Row]:
    """Every value; those of a key stand together."""
    opens = f'"{PLACE}{EXE}" "%1"'
    for kind in KINDS:
        yield Row(kind.name, "", kind.english)
        yield (
            Row(kind.name, "AllowSilentDefaultTakeOver", "") if kind.own else Row(kind.name, "NoStaticDefaultVerb", "")
        )
        yield Row(rf"{kind.name}\DefaultIcon", "", f"{PLACE}{EXE},0")
        yield Row(rf"{kind.name}\shell\open\command", "", opens)
        for ending in kind.endings:
            yield Row(rf"{ending}\OpenWithProgids", kind.name, "", whole=False)
            if kind.own:
                yield Row(ending, "", kind.name, whole=False)
    yield Row(rf"Applications\{EXE}", "FriendlyAppName", "Policy Reader")
    yield Row(rf"Applications\{EXE}\shell\open\command", "", opens)
    for kind in KINDS:
        for ending in kind.endings:
            yield Row(rf"Applications\{EXE}\SupportedTypes", ending, "")


def nsis() -> str:
    """Two macros for setup.exe: ASSOCIATE when it installs, DISSOCIATE when it removes."""
    chinese = {kind.english: kind.chinese for kind in KINDS} | {"Policy Reader": "政策阅读器"}
    put = [
        f"  WriteRegStr SHCTX '{CLASSES}\\{row.key}' '{row.name}' "
        f"'{chinese.get(row.value, row.value).replace(PLACE, '$INSTDIR' + chr(92))}'"
        for row in rows()
    ]
    take = [f"  DeleteRegKey SHCTX '{CLASSES}\\{key}'" for key in _roots()]
    for row in rows():
        if row.whole:
            continue
        at = f"SHCTX '{CLASSES}\\{row.key}'"
        if row.name:
            take += [f"  DeleteRegValue {at} '{row.name}'", f"  DeleteRegKey /ifempty {at}"]
        else:  # another program may have taken it meanwhile
            take += [
                f"  ReadRegStr $0 {at} ''", f"  ${{If}} $0 == '{row.value}'", f"    DeleteRegValue {at} ''",
                "  ${EndIf}", f"  DeleteRegKey /ifempty {at}",
            ]  # fmt: skip
    tell = "  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'"  # SHCNE_ASSOCCHANGED
    return "\n".join(
        ["!macro ASSOCIATE", *put, tell, "!macroend", "", "!macro DISSOCIATE", *take, tell, "!macroend", ""]
    )


def _roots() -> list[str]:
    """Keys that are the program's as a whole, none inside another."""
    keys = sorted({row.key for row in rows() if row.whole})
    return [key for key in keys if not any(key.startswith(f"{other}\\") for other in keys)]
