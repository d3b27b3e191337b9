"""The passphrase of a sealed file of notes: from a file, or typed in the terminal; never an argument."""

from __future__ import annotations

import sys
from argparse import Namespace

from reader.cli.arguments import Parser, file_name
from reader.core.errors import BadInput
from reader.files import read_whole


def passphrase_option(parser: Parser) -> None:
    """Adds the option."""
    parser.add_argument(
        "--passphrase-file", type=file_name, metavar="FILE", help="口令写在这个文件的第一行；不给时在终端里询问"
    )


def passphrase(chosen: Namespace, *, twice: bool) -> str:
    """The passphrase, from the file named or from the terminal: never an argument, which other users could see."""
    if chosen.passphrase_file is not None:
        try:
            text = read_whole(chosen.passphrase_file, what="口令文件").decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise BadInput(f"读不到口令文件：{chosen.passphrase_file}") from error
        found = str(text).split("\n", 1)[0].removesuffix("\r")
        if not found:
            raise BadInput(f"口令文件的第一行是空的：{chosen.passphrase_file}")
        return found
    if sys.stdin is None or not sys.stdin.isatty():
        raise BadInput("需要口令：请用 --passphrase-file 指明写有口令的文件。")
    import getpass

    typed = getpass.getpass("口令：")
    if twice and getpass.getpass("再输一遍（忘记口令就再也打不开）：") != typed:
        raise BadInput("两次输入的口令不一样，没有导出。")
    return typed
