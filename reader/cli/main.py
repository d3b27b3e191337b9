"""The door of the command line: arguments → command → exit status.

Exit status: 0 done, 1 nothing found, 2 wrong use or bad input, 3 damaged store or corpus, 70 a fault of the program,
130 stopped by Ctrl+C. The window is not opened
here (the command line may not know it): `main` then returns an `OpenWindow` for `__main__` to act on.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO

import reader
from reader.cli.console import Console, silence_broken_pipe
from reader.cli.door import tell
from reader.cli.house import House
from reader.cli.words import SCRIPTS, WrongArguments, first_word, window_words
from reader.core.errors import ReaderError
from reader.core.late_dataclass import dataclass, field
from reader.paths import Paths, find_paths

if TYPE_CHECKING:
    from argparse import Namespace
    from types import SimpleNamespace

    from reader.cli.arguments import Parser

PROGRAM: Final = "policy-reader"
_FILES: Final = {
    "library": "library_commands", "show": "document_commands", "compare": "versions.compare_command",
    "amend": "versions.amend_command", "answers": "versions.answers_command", "versions": "versions.versions_command",
    "lineage": "versions.lineage_command", "search": "search_commands", "register": "register_commands",
    "notes": "note_commands", "normalise": "normalise_command", "healthcheck": "health", "corpus": "corpus_commands",
}  # fmt: skip
"""The commands in the order of the help, and the file of each below reader/cli. The window needs none of them and must
not wait for them, nor one command for what another loads."""

COMMANDS: Final = frozenset(_FILES)
_ASKS_ALL: Final = frozenset({"library", "show", "search", "register"})
"""Commands that answer from all shelves: of what is away or damaged they would say nothing otherwise."""
_WITH_VALUE: Final = ("--data-dir", "--corpus", "--lang", "--beside", "--script", "--screenshot")


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """The user asked for the window.

    Attributes:
        place, beside: "DOC" or "DOC#CLAUSE" to show, as typed.
        script: to show them in; None for the one used last.
        language: of the window; None for the one in the settings.
        screenshot: save a picture of the window there and end.
        files: files and folders to be added to the library and opened.
        anew: finds the places again, after another corpus was put in force.
    """

    paths: Paths
    place: str | None = None
    beside: str | None = None
    script: str | None = None
    language: str | None = None
    screenshot: Path | None = None
    files: tuple[Path, ...] = ()
    anew: Callable[[], Paths] | None = field(default=None, compare=False)


def main(
    arguments: Sequence[str] | None = None, out: TextIO | None = None, err: TextIO | None = None
) -> int | OpenWindow:
    """Runs one command.

    Args:
        arguments: without the program's name; those of the process when not given.
        out, err: where to write instead of the process's streams.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    console = Console(out, err)
    try:
        status = _run(words, console)
        console.flush()
    except BrokenPipeError:
        if out is None:
            silence_broken_pipe()
        return 0
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  the one place where every fault is told
        status = tell(error, console, _log_folder(words))
        try:
            console.flush()
        except (ReaderError, OSError, ValueError):
            if out is None:
                silence_broken_pipe()  # or the interpreter would try to write the rest once more when it ends
    return status


def _log_folder(words: list[str]) -> Path | None:
    """Where the log of this command is kept, found without what may be at fault."""
    data = next((word for before, word in pairwise(words) if before == "--data-dir"), None)
    data = next((word.partition("=")[2] for word in words if word.startswith("--data-dir=")), data)
    try:
        return find_paths(Path(data) if data else None).cache
    except (OSError, ValueError, RuntimeError, ReaderError):
        return None


def _run(words: list[str], console: Console) -> int | OpenWindow:
    console.language = _language(words) or console.language
    at = first_word(words, _WITH_VALUE)
    asks_for_help = at is None and not {"-h", "--help"}.isdisjoint(words)
    opens_window = not asks_for_help and (at is None or words[at] not in COMMANDS)
    if not opens_window:
        gc.enable()  # the door has put it off; a window has it from when it has painted
    plain = window_words(words) if opens_window else None
    if plain is not None:
        return _window(plain, House(console, plain.data_dir, plain.corpus))
    only = None if at is None or not {"-h", "--help"}.isdisjoint(words[:at]) else words[at]
    parser = _window_parser() if opens_window else command_parser(only)[0]
    if console.language == "en" or (console.language == "zh_TW" and not {"-h", "--help"}.isdisjoint(words)):
        parser.speak(lambda chinese: console.say(chinese, _in_english(chinese)))
    try:
        chosen = parser.parse_args(words)
    except SystemExit as end:  # --help: it has printed what was asked for
        return int(end.code or 0)
    if chosen.version:
        console.line(f"{PROGRAM} {reader.__version__}")
        return 0
    house = House(console, chosen.data_dir, chosen.corpus)
    if "run" not in chosen:
        return _window(chosen, house)
    try:
        return int(chosen.run(chosen, house))
    finally:
        if at is not None and words[at] in _ASKS_ALL:
            house.tell_what_is_missing(damaged=words[at] != "show")
        house.close()


def _language(words: list[str]) -> str | None:
    """The language asked for, known before the arguments are looked at: complaints about them are in it too."""
    for before, word in zip(["", *words], words, strict=False):
        if before == "--lang" or word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None


def _in_english(words: str) -> str:
    """Words of the help; the usage within them stays as it is."""
    from reader.cli.english import ENGLISH

    for chinese, english in ENGLISH.items():
        if words == chinese or (chinese.endswith("：") and words.startswith(chinese)):
            rest = words.removeprefix(chinese)
            return english + rest.replace("文件", ENGLISH["文件"]).replace("条款", "CLAUSE")
    return words


def command_parser(only: str | None = None) -> tuple[Parser, frozenset[str]]:
    """The parser of all commands, or of `only` one of them, and their names."""
    from reader.cli.arguments import Parser, global_options

    parser = Parser(
        prog=PROGRAM,
        description="政策阅读器：离线阅读、检索、对照和批注政策文件。\n"
        f"打开窗口：{PROGRAM} [文件[#条款]] [--beside 文件[#条款]] [--script {{hans,hant,tw,hk,twp}}]",
        epilog="“文件”可以是文件编号、发文字号或完整标题；条款写作 五（十四）、5(14) 或 第十二条。",
    )
    global_options(parser)
    added = parser.add_subparsers(title="命令", metavar="命令", parser_class=Parser)
    for file in [_FILES[only]] if only is not None else _FILES.values():
        import_module(f"reader.cli.{file}").add_commands(added.add_parser)
    return parser, frozenset(added.choices)


def _window_parser() -> Parser:
    from reader.cli.arguments import Parser, file_name, global_options

    parser = Parser(prog=PROGRAM)
    global_options(parser)
    parser.add_argument("place", nargs="*", metavar="文件[#条款]")
    parser.add_argument("--beside", metavar="文件[#条款]", help="在旁边打开的第二份文件")
    parser.add_argument("--script", choices=SCRIPTS, help="字形")
    parser.add_argument("--screenshot", type=file_name, metavar="FILE", help="把窗口存成图片后退出")
    return parser


def _window(chosen: Namespace | SimpleNamespace, house: House) -> OpenWindow:
    """What to open. A place that is not there (or a mistyped command) is said at once, without a window."""
    first, *others = chosen.place or [None]
    files: tuple[Path, ...] = ()
    try:
        if others and not _is_there(first or ""):
            _window_parser().error(f"unrecognized arguments: {' '.join(others)}")
        if others or (first is not None and _names_file(first, house)):
            files = tuple(map(_existing, chosen.place))
            first = None
        for place in (first, chosen.beside):
            if place is not None:
                house.library.find(place)
    finally:
        house.close()
    return OpenWindow(
        house.paths, first, chosen.beside, chosen.script, chosen.lang, chosen.screenshot, files,
        lambda: house.anew().paths,
    )  # fmt: skip


def _names_file(word: str, house: House) -> bool:
    """Whether a word means a file on the disk. A document of the library goes before a file of the same name."""
    if not _is_there(word):
        return False
    if Path(word).is_absolute() or Path(word).name != word:
        return True
    try:
        house.library.find(word)
    except ReaderError:
        return True
    return False


def _existing(word: str) -> Path:
    if not _is_there(word):
        raise WrongArguments(f"没有这个文件：{word}。", f"There is no such file: {word}.")
    return Path(word).absolute()


def _is_there(word: str) -> bool:
    return os.path.exists(word)  # noqa: PTH110  # false, too, for what can be no path
