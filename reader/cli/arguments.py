"""Reading the arguments: parsers that speak Chinese, or what they are told to, and say what is wrong in one sentence.

Knows no command.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn

from reader.cli.words import LANGUAGES, WrongArguments

_COMPLAINTS: Final = (
    (r"unrecognized arguments: (.+)", "不认识的参数：{}。"),
    (r"the following arguments are required: (.+)", "缺少参数：{}。"),
    (r"argument (\S+): expected (?:one|at least one) arguments?", "{} 后面缺少内容。"),
    (r"argument (\S+): ignored explicit argument (.+)", "{} 后面不接内容，却写了 {}。"),
    (r"argument (\S+): not allowed with argument (\S+)", "{} 和 {} 不能同时使用。"),
    (r"argument (\S+): invalid choice: '?(.+?)'? \(choose from (.+)\)", "{} 不能是“{}”，可选：{}。"),
    (r"argument (\S+): invalid \S+ value: (.+)", "{} 的内容 {} 无效。"),
    (r"argument (\S+): (.+)", "{}：{}"),
    (r"one of the arguments (.+) is required", "需要其中之一：{}。"),
)
_NUMBERS: Final = (
    (r"“(.+)”不是不小于 (\d+) 的整数。", "“{}” is no whole number of at least {}."),
    (r"“(.+)”太大，最大可写 (\d+)。", "“{}” is too large, the most is {}."),
)
DIGITS: Final = 9  # of a number that is taken
SHOWN: Final = 20  # characters of what was typed that a complaint repeats


class Parser(argparse.ArgumentParser):
    """An argument parser that raises BadInput with one Chinese sentence instead of printing its usage and ending."""

    _usage = "用法："  # before __init__: the parent asks for a formatter there

    def __init__(self, *args: object, **options: object) -> None:
        options.setdefault("allow_abbrev", False)
        options.setdefault("formatter_class", _Formatter)
        super().__init__(*args, **options)  # type: ignore[arg-type]  # handed on as they came
        self._positionals.title = "参数"
        self._optionals.title = "选项"
        for action in self._actions:
            if action.dest == "help":
                action.help = "显示这份说明"

    def error(self, message: str) -> NoReturn:
        """Raises WrongArguments."""
        raise WrongArguments(
            f"{_in_chinese(message)}用“{self.prog} --help”查看用法。",
            f"{_in_english(message)} “{self.prog} --help” shows how it is used.",
        )

    def speak(self, say: Callable[[str], str]) -> None:
        """Put every word of the help, of the sub-commands too, through `say`."""
        self._usage = say(self._usage)
        self.description = say(self.description) if self.description else None
        self.epilog = say(self.epilog) if self.epilog else None
        for group in self._action_groups:
            group.title = say(group.title) if group.title else None
        for action in self._actions:
            self._speak_of(action, say)

    def _get_formatter(self) -> argparse.HelpFormatter:
        made = super()._get_formatter()
        if isinstance(made, _Formatter):
            made.usage_word = self._usage
        return made

    @staticmethod
    def _speak_of(action: argparse.Action, say: Callable[[str], str]) -> None:
        action.help = say(action.help) if action.help else action.help
        if isinstance(action.metavar, str):
            action.metavar = say(action.metavar)
        if isinstance(action.choices, dict):  # sub-commands; argparse lists them for the help under a name of its own
            for listed in vars(action).get("_choices_actions", ()):
                listed.help = say(listed.help) if listed.help else listed.help
            for parser in action.choices.values():
                parser.speak(say)


class _Formatter(argparse.RawDescriptionHelpFormatter):
    usage_word = "用法："

    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        prefix = self.usage_word if prefix is None else prefix  # "" where sub-commands are given theirs
        super().add_usage(usage, actions, groups, prefix)  # type: ignore[arg-type]  # handed on as they came


def _in_chinese(message: str) -> str:
    for pattern, sentence in _COMPLAINTS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*(words.replace("', '", "、").strip("'") for words in match.groups()))
    return message + "。"


def _in_english(message: str) -> str:
    for pattern, sentence in _NUMBERS:
        if match := re.search(pattern, message):
            message = message[: match.start()] + sentence.format(*match.groups()).removesuffix(".")
    if "invalid choice" in message:
        message = message.replace("'", "")
    return message[:1].upper() + message[1:] + "."


def whole_number(least: int) -> Callable[[str], int]:
    """A type for argparse: a whole number of at least `least`."""

    def read(text: str) -> int:
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        if not re.fullmatch(r"-?\d+", text, re.ASCII) or text.startswith("-") or int(text[:SHOWN]) < least:
            raise argparse.ArgumentTypeError(f"“{shown}”不是不小于 {least} 的整数。")
        if len(text.lstrip("0")) > DIGITS:
            raise argparse.ArgumentTypeError(f"“{shown}”太大，最大可写 {'9' * DIGITS}。")
        return int(text)

    return read


def file_name(text: str) -> Path:
    """A type for argparse: a file or folder; an empty name would mean the folder one is in."""
    if not text.strip() or "\0" in text:
        raise argparse.ArgumentTypeError("文件名是空的。" if not text.strip() else "文件名中有空字符。")
    return Path(text)


def some_words(text: str) -> str:
    """A type for argparse: a name that is not empty, without blanks around it."""
    if not text.strip():
        raise argparse.ArgumentTypeError("名称是空的。")
    return text.strip()


def global_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that stand before the command."""
    parser.add_argument("--data-dir", type=file_name, metavar="DIR", help="批注、设置和缓存都放在这个文件夹里")
    parser.add_argument("--corpus", type=file_name, metavar="DIR", help="使用这个语料文件夹")
    parser.add_argument("--lang", choices=LANGUAGES, help="界面语言")
    parser.add_argument("--version", action="store_true", help="显示版本")
