"""Runs inside the build environment: the bash completion, made of the program's own parsers.

Argument: source tree, for the import. Prints the script.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

HEAD = """# bash completion of policy-reader, made from the program's own parsers.
_policy_reader() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= word words
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        case "$path $word" in
"""
MIDDLE = """        esac
    done
    case "$path $prev" in
"""
CHOICES = """    esac
    case "$path" in
"""
TAIL = """    esac
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
    [[ $cur == -* ]] || compopt -o default 2>/dev/null
}
complete -F _policy_reader policy-reader
"""


def walk(parser: argparse.ArgumentParser, path: str = "") -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every parser with the commands that lead to it, each after a blank; the empty path first."""
    yield path, parser
    for action in parser._actions:  # noqa: SLF001 (argparse has no other way to ask)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
            for name, below in action.choices.items():
                yield from walk(below, f"{path} {name}")


def script(parser: argparse.ArgumentParser) -> str:
    """The completion of one program."""
    known = list(walk(parser))
    ways, choices, words = [], [], []
    for path, each in known:
        if path:
            ways.append(f'            "{path}") path="{path}" ;;\n')
        offered: list[str] = []
        for action in each._actions:  # noqa: SLF001
            offered += action.option_strings
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
                offered += action.choices
            elif action.choices and action.option_strings:
                given = " ".join(map(str, action.choices))
                choices += [
                    f'        "{path} {option}") COMPREPLY=($(compgen -W "{given}" -- "$cur")); return ;;\n'
                    for option in action.option_strings
                ]
        words.append(f'        "{path}") words="{" ".join(offered)}" ;;\n')
    return "".join([HEAD, *ways, MIDDLE, *choices, CHOICES, *words, TAIL])


if __name__ == "__main__":
    sys.path.insert(0, str(Path(sys.argv[1])))
    from reader.cli.main import command_parser

    sys.stdout.write(script(command_parser()[0]))
