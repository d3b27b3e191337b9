"""Reading the arguments: parsers that speak Chinese and say what is wrong in one sentence. Knows no command."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NoReturn

from reader.core.errors import BadInput

_COMPLAINTS: Final = (
    (r"unrecognized arguments: (.+)", "不认识的参数：{}。"),
    (r"the following arguments are required: (.+)", "缺少参数：{}。"),
    (r"argument (\S+): expected (?:one|at least one) arguments?", "{} 后面缺少内容。"),
    (r"argument (\S+): ignored explicit argument (.+)", "{} 后面不接内容，却写了 {}。"),
    (r"argument (\S+): not allowed with argument (\S+)", "{} 和 {} 不能同时使用。"),
    (r"argument (\S+): invalid choice: (.+?) \(choose from (.+)\)", "{} 不能是 {}，可选：{}。"),
    (r"argument (\S+): invalid \S+ value: (.+)", "{} 的内容 {} 无效。"),
    (r"argument (\S+): (.+)", "{}：{}"),
    (r"one of the arguments (.+) is required", "需要其中之一：{}。"),
)


class Parser(argparse.ArgumentParser):
    """An argument parser that raises BadInput with one Chinese sentence instead of printing its usage and ending."""

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
        """Raises BadInput."""
        raise BadInput(f"{_in_chinese(message)}用“{self.prog} --help”查看用法。")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    def add_usage(self, usage: str | None, actions: object, groups: object, prefix: str | None = None) -> None:
        prefix = "用法：" if prefix is None else prefix  # "" where sub-commands are given theirs
        super().add_usage(usage, actions, groups, prefix)  # type: ignore[arg-type]  # handed on as they came


def _in_chinese(message: str) -> str:
    for pattern, sentence in _COMPLAINTS:
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return sentence.format(*match.groups())
    return message + "。"


def whole_number(least: int) -> Callable[[str], int]:
    """A type for argparse: a whole number of at least `least`."""

    def read(text: str) -> int:
        if not re.fullmatch(r"-?\d{1,9}", text, re.ASCII) or int(text) < least:
            raise argparse.ArgumentTypeError(f"“{text}”不是不小于 {least} 的整数。")
        return int(text)

    return read


def first_word(arguments: Sequence[str], with_value: Sequence[str]) -> int | None:
    """Where the first argument stands that is no option and no option's value; None if there is none."""
    at = 0
    while at < len(arguments):
        word = arguments[at]
        if word == "--":
            return at + 1 if at + 1 < len(arguments) else None
        if not word.startswith("-") or word == "-":
            return at
        at += 2 if word in with_value else 1
    return None


def global_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that stand before the command."""
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="批注、设置和缓存都放在这个文件夹里")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="使用这个语料文件夹")
    parser.add_argument("--lang", choices=("zh_CN", "zh_TW", "en"), help="界面语言")
    parser.add_argument("--version", action="store_true", help="显示版本")
