"""The command `normalise` on files of every kind, several at once, and zips."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from reader.cli.main import main
from tests.formats.making import docx, ofd, ofd_text, p, pdf, show, zipped

NOTICE = p("某市关于加强管理的通知", '<w:jc w:val="center"/>') + p("各单位要认真落实有关要求。")


def run(tmp_path: Path, *words: object) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(["--data-dir", str(tmp_path / "data"), "normalise", *map(str, words)], out, err)
    assert isinstance(status, int)
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    made = {
        "word": docx(NOTICE), "scan": docx("<w:p/>", {"word/media/a.png": b"x"}), "ofd": ofd([ofd_text("某市关于防汛的通知", 60, 40, 8) + ofd_text("各单位要认真落实有关要求。", 20, 60)]),
        "zip": zipped({"../甲.docx": docx(NOTICE), "坏.pdf": b"%PDF-1.4 nothing"}), "pdf": pdf([show("某市通知", 200, 700, 22)]),
    }  # fmt: skip
    paths = {}
    for name, data in made.items():
        paths[name] = tmp_path / f"{name}.bin"
        paths[name].write_bytes(data)
    return paths


def test_one_file_is_one_document(tmp_path: Path, files: dict[str, Path]) -> None:
    status, out, _ = run(tmp_path, files["word"], "--json")
    assert (status, json.loads(out)["title"]) == (0, "某市关于加强管理的通知")
    status, out, _ = run(tmp_path, files["pdf"], "--json")
    assert json.loads(out)["blocks"][0]["page"] == 1


def test_of_several_the_good_ones_come_out(tmp_path: Path, files: dict[str, Path]) -> None:
    status, out, err = run(tmp_path, files["word"], files["scan"], tmp_path / "fehlt", files["ofd"], "--json")
    values = json.loads(out)
    assert status == 2
    assert [value.get("title") for value in values] == ["某市关于加强管理的通知", None, None, "某市关于防汛的通知"]
    assert values[1] == {"file": str(files["scan"]), "error": err.splitlines()[0]}
    assert "OCR" in values[1]["error"]
    assert "fehlt" in values[2]["error"]


def test_a_scan_alone_names_ocr(tmp_path: Path, files: dict[str, Path]) -> None:
    status, out, err = run(tmp_path, files["scan"], "--json")
    assert (status, out) == (2, "")
    assert "OCR" in err
    assert err.count("\n") == 1


def test_a_zip_is_its_files(tmp_path: Path, files: dict[str, Path]) -> None:
    status, out, _ = run(tmp_path, files["zip"], "--json")
    values = json.loads(out)
    assert (status, len(values)) == (2, 2)
    assert values[0]["source"]["file"] == "甲.docx"
    assert values[1]["file"] == "zip.bin/坏.pdf"


def test_text_of_several(tmp_path: Path, files: dict[str, Path]) -> None:
    status, out, err = run(tmp_path, files["word"], files["scan"], files["ofd"])
    assert status == 2
    assert "OCR" in err
    assert out.index("某市关于加强管理的通知") < out.index("某市关于防汛的通知")
