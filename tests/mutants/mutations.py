"""Small faults that could have been written: every single change of one place of a module. Pure; runs nothing.

Changed are comparisons, `and` and `or`, arithmetic, numbers, `not`, what is returned, and statements, which are left
out. Left alone is what is not behaviour: annotations, decorators, docstrings, texts, and what is for type checkers.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
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
        runs_in: name of the outermost function it is in; empty where it runs with the import.
        start, end: bytes of the source that are replaced by `now`.
        nth: how many changes of the same kind and words stand before it in the same function.
    """

    file: str
    line: int
    function: str
    runs_in: str
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
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    seen: Counter[tuple[str, str, str]] = Counter()
    for function, runs_in, node, kind, now in _changes(ast.parse(source), "", ""):
        start = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        was = source[start:end].decode()
        key = (function, was, now)
        made = Mutation(file, node.lineno, function, runs_in, kind, was, now, start, end, seen[key])
        seen[key] += 1
        if _compiles(made.applied(source)):
            yield made


def _compiles(source: bytes) -> bool:
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


Place = ast.expr | ast.stmt
Change = tuple[str, str, Place, str, str]


def _changes(node: ast.AST, function: str, runs_in: str) -> Iterator[Change]:
    """Changes of a node and of all below it."""
    if isinstance(node, Place):
        for kind, now in _of(node):
            yield function, runs_in, node, kind, now
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        function = f"{function}.{node.name}".lstrip(".")
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        runs_in = runs_in or function
    for below in _below(node):
        yield from _changes(below, function, runs_in)


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
