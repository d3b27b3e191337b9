"""Small faults that could have been written: every single change of one place of a module. Pure; runs nothing.

Changed are comparisons, `and` and `or`, arithmetic, numbers, `not`, what is returned, and statements, which are left
out. Left alone is what is not behaviour: annotations, decorators, docstrings, texts, and what is for type checkers.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
RECKONED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}


@dataclass(frozen=True, slots=True)
class Mutation:
    """One change of one place.

    Attributes:
        file: path from the root of the project, with slashes.
        line: of the place, from 1.
        function: qualified name of the function it is in, or of the class, where it runs with the import; or empty.
        lines: of the statement it is in, or of the head of a compound one; what runs the place runs one of them. A
            default's are those of its function.
        within: the lines of the outermost function it is in; empty where it runs with the import.
        start, end: bytes of the source that are replaced by `now`.
        nth: how many changes of the same kind and words stand before it in the same function.
    """

    file: str
    line: int
    function: str
    lines: range
    within: range
    kind: str
    was: str
    now: str
    start: int
    end: int
    nth: int

    def rank(self, seed: int) -> str:
        """Where it comes in the draw of a seed: the same wherever its function stands, whatever stands around it."""
        words = (str(seed), self.file, self.function, self.kind, self.was, self.now, str(self.nth))
        return sha256("\0".join(words).encode()).hexdigest()

    @property
    def name(self) -> str:
        """What the list of equivalent ones knows it by."""
        place = f"{self.file}::{self.function}" if self.function else self.file
        return f"{place}: {_line(self.was)} → {_line(self.now)}" + (f" ({self.nth + 1})" if self.nth else "")

    def applied(self, source: bytes) -> bytes:
        """The module with the fault."""
        return source[: self.start] + self.now.encode() + source[self.end :]


def _line(text: str) -> str:
    return " ".join(text.split())


def mutations(file: str, source: bytes) -> Iterator[Mutation]:
    """Every change of a module that still can be compiled, in the order of its text."""
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    seen: Counter[tuple[str, str, str]] = Counter()
    for outer in ast.parse(source).body:
        first, last = starts[outer.lineno - 1], starts[outer.end_lineno or outer.lineno]
        for place, node, kind, now in _changes(outer, NOWHERE):
            start = starts[node.lineno - 1] + node.col_offset
            end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
            was = source[start:end].decode()
            key = (place.function, was, now)
            made = Mutation(
                file, node.lineno, place.function, place.lines, place.within, kind, was, now, start, end, seen[key]
            )
            seen[key] += 1
            # A statement of the module compiles or not by itself: the whole, some thousand times, takes minutes.
            if _compiles(source[first:start] + now.encode() + source[end:last]):
                yield made


def _compiles(source: bytes) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


Place = ast.expr | ast.stmt


@dataclass(frozen=True, slots=True)
class Where:
    """Where in the module a node stands; the attributes of a `Mutation`."""

    function: str
    lines: range
    within: range


NOWHERE = Where("", range(0), range(0))
Change = tuple[Where, Place, str, str]


def _changes(node: ast.AST, where: Where) -> Iterator[Change]:
    """Changes of a node and of all below it."""
    where = _where(node, where)
    if isinstance(node, Place):
        for kind, now in _of(node):
            yield where, node, kind, now
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        where = replace(where, function=f"{where.function}.{node.name}".lstrip("."))
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        body = range(node.body[0].lineno, (node.end_lineno or node.lineno) + 1)
        where = replace(where, lines=body, within=where.within or body)
    for below in _below(node):
        yield from _changes(below, where)


def _where(node: ast.AST, around: Where) -> Where:
    """The lines of a statement, of the head of one that holds others, or of a case."""
    match node:
        case ast.match_case(pattern=ast.pattern() as head) | (ast.stmt() as head):
            pass
        case ast.ExceptHandler():
            return replace(around, lines=range(node.lineno, node.body[0].lineno))
        case _:
            return around
    held: list[ast.stmt] = [] if isinstance(node, ast.Match) else getattr(node, "body", [])
    inner = held[0].lineno if held else (head.end_lineno or head.lineno) + 1
    if isinstance(node, ast.Match):
        inner = node.cases[0].pattern.lineno
    return replace(around, lines=range(head.lineno, max(inner, head.lineno + 1)))


def _below(node: ast.AST) -> Iterator[ast.AST]:
    """What is changed below a node."""
    if isinstance(node, ast.JoinedStr):
        return  # places within f-strings are not kept by Python 3.11
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    passed_over = {"annotation", "returns", "decorator_list", "type_comment"}
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from (d for d in (*node.args.defaults, *node.args.kw_defaults) if d is not None)
        passed_over.add("args")
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"cast", "TypeVar"}:
        yield from node.args[1:]
        return
    for name, value in ast.iter_fields(node):
        if name not in passed_over:
            yield from (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, ast.AST))


def _of(node: Place) -> Iterator[tuple[str, str]]:
    """The changes of this very node: what kind, and what stands there then."""
    match node:
        case ast.Compare(left, [op], [right]):
            for other in COMPARED[type(op)]:
                yield "comparison", _written(ast.Compare(left, [other()], [right]))
        case ast.Compare(left, [first, second], [middle, right]):
            for other in COMPARED[type(first)]:
                yield "comparison", _written(ast.Compare(left, [other(), second], [middle, right]))
            for other in COMPARED[type(second)]:
                yield "comparison", _written(ast.Compare(left, [first, other()], [middle, right]))
        case ast.BoolOp(op, values):
            yield "and/or", _written(ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values))
            for n in range(len(values)):
                left_over = values[:n] + values[n + 1 :]
                yield "condition dropped", _written(left_over[0] if len(left_over) == 1 else ast.BoolOp(op, left_over))
        case ast.BinOp(left, op, right) if type(op) in RECKONED and not _is_type(node) and not _is_text(node):
            yield "arithmetic", _written(ast.BinOp(left, RECKONED[type(op)](), right))
        case ast.UnaryOp(ast.Not(), operand):
            yield "not dropped", _written(operand)
        case ast.Constant(bool(value)):
            yield "constant", repr(not value)
        case ast.Constant(int(value) | float(value)):
            yield "constant", repr(value + 1)
            yield "constant", f"({value - 1!r})"
        case ast.stmt():
            yield from _of_statement(node)
        case _:
            pass


def _of_statement(node: ast.stmt) -> Iterator[tuple[str, str]]:
    match node:
        case ast.Return(value) if value is not None and not _is_none(value):
            yield "return", "return None"
        case ast.Expr(ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.AugAssign() | ast.Continue() | ast.Break():
            yield "statement left out", "pass"
        case ast.Raise():
            yield "statement left out", "pass"
        case ast.Assign([ast.Attribute() | ast.Subscript()]):
            yield "statement left out", "pass"
        case _:
            pass


def _written(node: ast.expr) -> str:
    return f"({ast.unparse(node)})"


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_text(node: ast.BinOp) -> bool:
    """Whether it joins texts or fills one in: any other operator could only break it."""
    return any(
        isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
        for side in (node.left, node.right)
    )


def _is_type(node: ast.BinOp) -> bool:
    """Whether it is a union of types, as `isinstance` and aliases have it."""
    if not isinstance(node.op, ast.BitOr):
        return False
    names = [n for n in ast.walk(node) if isinstance(n, ast.Name | ast.Attribute)]
    known = {"str", "int", "float", "bool", "list", "dict", "set", "tuple", "bytes", "frozenset", "object"}
    words = [n.id if isinstance(n, ast.Name) else n.attr for n in names]
    return any(_is_none(side) for side in (node.left, node.right)) or (
        bool(words) and all(w in known or (w[0].isupper() and not w.isupper()) for w in words)
    )
