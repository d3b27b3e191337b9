"""Which tests a mutant is held against, and that a fault put into a running process is the one that stands in the file."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest
import sample
from forking import put_in
from mutations import Mutation, mutations

SOURCE = """\
LIMIT = 3


def small(a):
    if a < 0:
        return "less"
    return "more" if a > 3 else "some"


def other(a, most=4):
    return small(a) + str(most)


class C:
    @property
    def size(self):
        return 5

    @staticmethod
    def half(a):
        return a // 2


def maker(n):
    def made(a):
        return a + n

    return made


ADD = maker(6)
"""


def mutant(was: str, now: str) -> Mutation:
    return next(m for m in mutations("reader/core/x.py", SOURCE.encode()) if (m.was, m.now) == (was, now))


def bits(*lines: int) -> dict[str, int]:
    return {"reader/core/x.py": sum(1 << line for line in lines)}


def test_the_tests_that_run_the_line_come_first_the_quickest_before_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "one": [
            sample.Test("function", 0.1, bits(5, 7)),
            sample.Test("slow", 2.0, bits(5, 6)),
            sample.Test("too slow", sample.EACH + 1, bits(5, 6)),
            sample.Test("quick", 0.2, bits(5, 6)),
            sample.Test("same file", 0.0, {}),
        ],
        "two": [sample.Test("elsewhere", 0.0, bits(11))],
    }
    monkeypatch.setattr(sample, "files_of_tests", lambda tree, rooms: list(known))
    (less,) = [m for m in mutations("reader/core/x.py", SOURCE.encode()) if m.kind == "return" and m.line == 6]
    assert sample.chosen(less, "core", known) == ["quick", "slow", "function", "same file"]
    limit = mutant("3", "4")
    assert sample.chosen(limit, "core", known) == ["elsewhere", "function", "quick", "slow", "same file"]


def test_where_all_are_slow_one_is_run(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {"one": [sample.Test("slow", 99.0, bits(5)), sample.Test("slower", 100.0, bits(5))]}
    monkeypatch.setattr(sample, "files_of_tests", lambda tree, rooms: list(known))
    assert sample.chosen(mutant("a < 0", "(a <= 0)"), "core", known) == ["slow"]


@pytest.fixture
def module(tmp_path: Path) -> ModuleType:
    file = tmp_path / "x.py"
    file.write_text(SOURCE, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("x_under_test", file)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def put(module: ModuleType, mutation: Mutation) -> bool:
    file = str(module.__file__)
    Path(file).write_bytes(mutation.applied(SOURCE.encode()))
    return put_in(file, mutation.within.start, mutation.within.stop - 1)


def test_a_fault_is_put_into_what_runs(module: ModuleType) -> None:
    small = module.small
    assert small(0) == "some"
    assert put(module, mutant("a < 0", "(a <= 0)"))
    assert small(0) == module.small(0) == "less"
    assert put(module, mutant("5", "6"))
    assert module.C().size == 6
    assert put(module, mutant("a // 2", "(a * 2)"))
    assert module.C.half(8) == 16


def test_what_was_made_with_the_import_needs_a_process_of_its_own(module: ModuleType) -> None:
    assert not put(module, mutant("a + n", "(a - n)"))
    assert module.ADD(1) == 7


def test_a_kill_names_its_test() -> None:
    assert sample.named_in("tests/core/test_a.py::test_b[x-1]") == "tests/core/test_a.py::test_b[x-1]"
    assert (
        sample.named_in("FAILED tests/core/test_a.py::C::test_b - AssertionError") == "tests/core/test_a.py::C::test_b"
    )
    assert sample.named_in("status -11") == ""


def test_a_test_that_fails_without_a_fault_kills_nothing(tmp_path: Path) -> None:
    tree = tmp_path / "tree"
    (tree / "tests").mkdir(parents=True)
    (tree / "reader").mkdir()
    (tree / "reader" / "__init__.py").touch()
    (tree / "tests" / "test_x.py").write_text("def test_good(): pass\ndef test_bad(): assert 0\n", "utf-8")
    named = ["tests/test_x.py::test_good", "tests/test_x.py::test_bad", ""]
    assert sample.red_without_fault(tree, named) == {"tests/test_x.py::test_bad"}
    assert sample.red_without_fault(tree, named[:1]) == set()
