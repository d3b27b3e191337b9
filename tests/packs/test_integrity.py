"""Whether a corpus folder is as it was made: every kind of difference is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from reader.core.errors import Cancelled
from reader.core.pack import IntegrityReport
from reader.packs import integrity


def test_a_folder_without_a_list(small_corpus: Path) -> None:
    report = integrity.verify(small_corpus)
    assert not report.listed
    assert not report.ok


def test_the_same_files_give_the_same_list(small_corpus: Path) -> None:
    first = integrity.write(small_corpus).read_bytes()
    assert integrity.write(small_corpus).read_bytes() == first
    report = integrity.verify(small_corpus)
    assert report.ok
    assert report.files == 5


def test_the_list_is_json_with_an_indent_in_the_order_of_paths(tmp_path: Path) -> None:
    assert json.loads(integrity.write(tmp_path).read_bytes()) == {"format": 1, "files": []}
    for name in ("a/b.json", "a-b/c.json", "a.json", 'raw/引"号\\.txt', "raw/z.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, encoding="utf-8")
    text = integrity.write(tmp_path).read_text("utf-8")
    value = json.loads(text)
    assert text == json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    files = [path for path in sorted(tmp_path.rglob("*")) if path.is_file() and path.name != integrity.FILE]
    assert [each["path"] for each in value["files"]] == [path.relative_to(tmp_path).as_posix() for path in files]
    assert {each["sha256"] for each in value["files"]} == {sha256(path.read_bytes()).hexdigest() for path in files}
    known = integrity.write(tmp_path, {"a.json": "0" * 64}).read_text("utf-8")
    changed = next(each["sha256"] for each in value["files"] if each["path"] == "a.json")
    assert known == text.replace(changed, "0" * 64)


def change(folder: Path) -> None:
    file = folder / "raw" / "plan.txt"
    file.write_bytes(file.read_bytes()[:-1] + b"x")


@pytest.mark.parametrize(
    ("touch", "says"),
    [
        (change, "被改动：raw/plan.txt。"),
        (lambda folder: (folder / "normalised" / "plan.json").unlink(), "缺少：normalised/plan.json。"),
        (lambda folder: (folder / "raw" / "more.txt").write_bytes(b""), "清单之外：raw/more.txt。"),
        (lambda folder: (folder / integrity.FILE).write_text("{"), "完整性清单已损坏。"),
        (lambda folder: (folder / integrity.FILE).write_text('{"format": 9}'), "格式版本 9"),
    ],
)
def test_every_difference_is_named(small_corpus: Path, touch: Callable[[Path], object], says: str) -> None:
    integrity.write(small_corpus)
    touch(small_corpus)
    report = integrity.verify(small_corpus)
    assert not report.ok
    assert says in "".join(report.wrong)


def test_the_lock_of_the_index_does_not_count(small_corpus: Path) -> None:
    (small_corpus / "index").mkdir()
    integrity.write(small_corpus)
    (small_corpus / "index" / "lock").touch()
    assert integrity.verify(small_corpus).ok


def test_progress_and_stopping(small_corpus: Path) -> None:
    integrity.write(small_corpus)
    seen: list[str] = []
    integrity.verify(small_corpus, progress=lambda _share, what: seen.append(what))
    assert len(seen) == 5
    with pytest.raises(Cancelled):
        integrity.verify(small_corpus, cancelled=lambda: True)


def test_many_differences_are_said_in_few_words(small_corpus: Path) -> None:
    integrity.write(small_corpus)
    for number in range(300):
        (small_corpus / "raw" / f"{'很长的名字' * 12}{number}.txt").write_bytes(b"")
    (said,) = integrity.verify(small_corpus).wrong
    assert said.endswith(" 等 300 个文件。")
    assert len(said) <= 80


@pytest.mark.parametrize(
    ("report", "name"),
    [
        (IntegrityReport("pack", 1, (), signed=True), "语料包的签名清单"), (IntegrityReport("pack", 1), "语料包的清单"),
        (IntegrityReport("build", 1), "出厂清单"),
    ],
)  # fmt: skip
def test_only_a_signed_list_is_called_so(report: IntegrityReport, name: str) -> None:
    assert report.list_name == name
