"""The faults that are drawn: each compiles, each is another program, and the draw is the same every time."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from mutations import Mutation, mutations

ROOT = Path(__file__).resolve().parents[2]


def changed(source: str) -> set[str]:
    """What a single expression or statement becomes."""
    given = source.encode()
    return {mutation.applied(given).decode() for mutation in mutations("reader/x.py", given)}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a < b", {"(a <= b)", "(a >= b)"}),
        ("a == b", {"(a != b)"}),
        ("a in b", {"(a not in b)"}),
        ("a <= b < c", {"(a < b < c)", "(a > b < c)", "(a <= b <= c)", "(a <= b >= c)"}),
        ("a and b", {"(a or b)", "(a)", "(b)"}),
        ("not a", {"(a)"}),
        ("a + b", {"(a - b)"}),
        ("'x' + b", set()),
        ("x = 7", {"x = 8", "x = (6)"}),
        ("x = True", {"x = False"}),
        ("x = '不变'", set()),
        ("x: int | None = f", set()),
        ("x = isinstance(a, str | None)", set()),
        ("f(a)", {"pass"}),
        ("a += b", {"pass"}),
        ("a[b] = c", {"pass"}),
        ("a = b", set()),
        ("raise a", {"pass"}),
        ("@f(7)\ndef g(a: int = b) -> int:\n    return a", {"@f(7)\ndef g(a: int = b) -> int:\n    return None"}),
        ("x = f'{a + b}'", set()),
        ("x = '数字', a < b", {"x = '数字', (a <= b)", "x = '数字', (a >= b)"}),
    ],
)
def test_what_is_changed_and_what_is_left_alone(source: str, expected: set[str]) -> None:
    assert changed(source) == expected


def all_of(name: str) -> tuple[bytes, list[Mutation]]:
    source = (ROOT / name).read_bytes()
    return source, list(mutations(name, source))


def pieces(source: str) -> Iterator[range]:
    """The lines on which each statement of a module stands; behind a class those of each statement of its body."""
    for statement in ast.parse(source).body:
        lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
        yield lines
        for inner in statement.body if isinstance(statement, ast.ClassDef) else ():  # take the lines that are theirs
            yield range(inner.lineno, (inner.end_lineno or inner.lineno) + 1)


def shape(lines: bytes) -> str:
    """The one statement on some lines of a module or of the body of a class, without where it stands."""
    text = lines.decode()
    if text[:1] == " ":
        (outer,) = ast.parse(f"class _:\n{text}").body
        assert isinstance(outer, ast.ClassDef)
        body = outer.body
    else:
        body = ast.parse(text).body
    (statement,) = body
    return ast.dump(statement)


@pytest.mark.parametrize("name", ["reader/core/anchor.py", "reader/core/diff.py", "reader/store/db.py"])
def test_each_mutant_of_a_real_module_is_one_other_program(name: str) -> None:
    source, made = all_of(name)
    assert len(made) > 50
    assert len({mutation.name for mutation in made}) == len(made), "each can be listed by a name of its own"
    starts = [0, *itertools.accumulate(len(line) for line in source.splitlines(keepends=True))]
    outer = {line: span for span in pieces(source.decode()) for line in span}
    before = {span: shape(source[starts[span[0] - 1] : starts[span[-1]]]) for span in set(outer.values())}
    for mutation in made:
        assert source[mutation.start : mutation.end].decode() == mutation.was
        assert source[: mutation.start].count(b"\n") + 1 == mutation.line
        # What stands around the statement is the same byte for byte; so the statement alone need be another one.
        span = outer[mutation.line]
        start, end = starts[span[0] - 1], starts[span[-1]]
        after = mutation.applied(source)
        end += len(after) - len(source)
        assert (after[:start], after[end:]) == (source[:start], source[starts[span[-1]] :])
        assert shape(after[start:end]) != before[span]


SHAPES = """\
LIMIT = 3


def f(a, most=4):
    \'\'\'What it does.\'\'\'
    if (
        a > most
        and a < LIMIT
    ):
        return a + 1
    match a:
        case 5:
            a += 6
    return [
        x * 7
        for x in range(a)
    ]


class C:
    size = 8

    def g(self):
        def inside(b):
            return b - 9

        return inside
"""


@pytest.mark.parametrize(
    ("was", "lines", "within"),
    [
        ("3", range(1, 2), range(0)),
        ("4", range(5, 18), range(5, 18)),
        ("a < LIMIT", range(6, 10), range(5, 18)),
        ("1", range(10, 11), range(5, 18)),
        ("5", range(12, 13), range(5, 18)),
        ("6", range(13, 14), range(5, 18)),
        ("7", range(14, 18), range(5, 18)),
        ("8", range(21, 22), range(0)),
        ("9", range(25, 26), range(24, 28)),
    ],
)
def test_which_lines_run_a_place(was: str, lines: range, within: range) -> None:
    found = {(m.lines, m.within) for m in mutations("reader/x.py", SHAPES.encode()) if m.was == was}
    assert found == {(lines, within)}


def test_a_draw_stays_where_other_code_comes_and_goes() -> None:
    one = b"def f(a):\n    return a < 3\n"
    other = b"def g(b):\n    return b + 1\n\n\n" + one
    ranks = [{m.rank(12) for m in mutations("reader/x.py", source)} for source in (one, other)]
    assert ranks[0] < ranks[1]
    assert not ranks[0] & {m.rank(13) for m in mutations("reader/x.py", one)}
