"""Nothing that stands in an index is run: payloads in every place where Whoosh unpickles, in a folder and in a pack.

Payloads are planted by the writer itself: where it would pickle a value it pickles one that runs a command when it is
read. So the files are sound in every other way, and Whoosh alone does run them, which is tried first.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader.core.document import Document
from reader.search import generations, harmless, index
from reader.search.checking import check_view
from reader.search.index import Damaged, IndexView
from tests.search.conftest import engine_over

Make = Callable[..., Document]


class Runs:
    """Its pickle runs a command that leaves a file."""

    def __init__(self, how: str, mark: Path) -> None:
        self.how, self.mark = how, mark

    def __reduce__(self) -> tuple[Any, ...]:
        said = f"open({str(self.mark)!r}, 'w').close()"
        match self.how:
            case "system":
                return os.system, (f"touch {self.mark}",)
            case "exec":
                return exec, (said,)
            case "process":
                return subprocess.check_call, (["touch", str(self.mark)],)
            case _:
                return Path.touch, (self.mark,)


HOW = ("system", "exec", "process", "method")
# Where Whoosh pickles, or we do for it: (module, name of its function), and which of its calls while an index is written.
PLACES = {
    "schema in the table of contents": ("whoosh.index", "pickle.dumps", -1),
    "segments in the table of contents": ("whoosh.filedb.structfile", "dump", -1),
    "directory of a segment": ("whoosh.filedb.structfile", "dump", -3),
    "options of a segment": ("whoosh.filedb.structfile", "dump", -2),
    "extras of the terms": ("whoosh.filedb.structfile", "dump", 2),
    "header of a posting list": ("reader.search.postings", "dumps", 2),
    "data of a posting list": ("reader.search.postings", "dumps", 1),
}


def planted(folder: Path, documents: list[Document], place: str, payload: object, *, beside: bool) -> int:
    """Builds an index with a payload at a place, instead of the value there or beside it. Returns how many calls."""
    module_name, function, wanted = PLACES[place]
    calls = 0

    def build(which: int) -> None:
        nonlocal calls
        calls = 0
        module = sys.modules[module_name]
        holder, name = (module, function) if "." not in function else (module.pickle, function.split(".")[1])
        real = vars(holder)[name]
        plain = real.__func__ if isinstance(real, staticmethod) else real

        def writes(value: object, *rest: object) -> Any:
            nonlocal calls
            calls += 1
            if calls == which:
                value = (payload, value) if beside else payload
                if function == "dump":
                    return pickle.dump(value, rest[0], 2)  # type: ignore[arg-type]
                return pickle.dumps(value, 2)
            return plain(value, *rest)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(holder, name, writes)
            index.build(folder, documents)

    if wanted < 0:  # counted from the end: how many there are is seen by writing once
        build(0)
        wanted = calls + 1 + wanted
    build(wanted)
    return calls


@pytest.fixture
def documents(make_document: Make) -> list[Document]:
    return [make_document(("title", f"文件{n}"), f"第{n}段说到数据要素。", doc=f"d{n}") for n in range(3)]


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("place", PLACES)
def test_a_payload_in_an_index_is_not_run(documents: list[Document], tmp_path: Path, place: str, how: str) -> None:
    mark, folder = tmp_path / "ran", tmp_path / "index"
    for beside in (False, True):
        planted(folder, documents, place, Runs(how, mark), beside=beside)
        assert not mark.exists()
        generation = generations.current(folder)
        assert generation is not None
        assert generations.is_sound(folder, generation)
        try:
            view = IndexView(folder, generation)
        except Damaged:
            pass
        else:
            if place == "schema in the table of contents":
                check_view(view)  # it is skipped, so the index is as good as any
            else:
                with pytest.raises(Damaged):
                    check_view(view)
            view.close()
        engine = engine_over(documents, folder, scan_limit=0)
        assert engine.search("数据要素").total == 3
        engine.close()
        assert not mark.exists()


ALONE = """
import sys
from whoosh import columns, fields, formats
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

own = fields.Schema(doc=fields.ID(unique=True), bigrams=fields.FieldType(formats.Existence(), None))
storage = FileStorage(sys.argv[1])
toc = TOC.read(storage, "MAIN", schema=None if sys.argv[2] == "schema" else own)
for segment in toc.segments:
    reader = SegmentReader(storage, own, segment)
    for field, term in reader.all_terms():
        list(reader.postings(field, term).all_ids())
"""


@pytest.mark.parametrize("place", PLACES)
def test_whoosh_alone_would_run_it(documents: list[Document], tmp_path: Path, place: str) -> None:
    """The payloads of the test above are real ones: without our readers they run."""
    mark, folder = tmp_path / "ran", tmp_path / "index"
    planted(folder, documents, place, Runs("system", mark), beside=False)
    generation = generations.current(folder)
    assert generation is not None
    where = str(folder / generation.name), place.partition(" ")[0]
    subprocess.run([sys.executable, "-c", ALONE, *where], check=False, capture_output=True)
    assert mark.exists()


def test_no_module_of_whoosh_can_unpickle(documents: list[Document], tmp_path: Path) -> None:
    index.build(tmp_path, documents)
    generation = generations.current(tmp_path)
    assert generation is not None
    view = IndexView(tmp_path, generation)
    check_view(view)
    view.close()
    dangerous = {id(each) for each in (pickle, pickle.load, pickle.loads, pickle.Unpickler)}
    left = [
        f"{name}.{known}"
        for name, module in sys.modules.items()
        if name.startswith("whoosh")
        for known, value in vars(module).items()
        if id(value) in dangerous
    ]
    assert not left


def test_old_tables_of_contents_are_not_read() -> None:
    from whoosh.index import toc_loaders

    assert not toc_loaders


@pytest.mark.parametrize(
    "data",
    [
        pickle.dumps(Runs("system", Path("ran"))),
        b"cos\nsystem\n(S'touch ran'\ntR.",
        b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x09touch ran\x85R.",
        b"\x80\x02\x82\x01.",  # an extension code
        b"Pname\n.",  # a persistent id
        b"\x80\x02\x83\x01\x01.",
        b"\x80\x02\x84\x01\x01\x01\x01.",
        b"\x80\x02K\x01r\xff\xff\xff\xff.",  # room for 4,294,967,295 values
        b"I1\np200000000\n.",
        b"\x80\x02K\x01p200000000\n.",
        b"\x80\x02K\x01q\xff.",
        b"I" + b"9" * 5000 + b"\n.",
        b"L" + b"9" * 5000 + b"L\n.",
        b"\x80\x02\x8a\xff\x01.",
        b"\x80\x02\x8b\xff\xff\xff\x7f\x01.",
        b"\x80\x04\x95\xff\xff\xff\xff\xff\xff\xff\x7fK\x01.",
        b"\x80\x04\x8d\xff\xff\xff\xff\x03\x00\x00\x00x.",
        b"\x80\x04\x8e\xff\xff\xff\xff\x03\x00\x00\x00x.",
        b"\x80\x05\x96\xff\xff\xff\xff\x03\x00\x00\x00.",
        b"X\xff\xff\xff\xffx.",
        b"]" * 100000 + b"a" * 99999 + b".",
        b"(" * 100000 + b"t" * 100000 + b".",
        b"N" + b"\x85" * 100000 + b".",
        b"\x80\x02)" + b"q\x01h\x01\x86" * 60 + b".",  # 2 ** 60 tuples to whoever counts them
        b"\x80\x02)" + b"2\x86" * 60 + b".",
        b"",
        b"K",
        b"\x80\x04K\x01",
    ],
)
def test_what_is_no_plain_value(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tracemalloc.start()
    try:
        with pytest.raises(pickle.UnpicklingError):
            harmless.loads(data)
        with pytest.raises(pickle.UnpicklingError):
            harmless.load(io.BytesIO(data))
        assert tracemalloc.get_traced_memory()[1] < 10 * 1024**2
    finally:
        tracemalloc.stop()
    assert not (tmp_path / "ran").exists()


def test_a_stream_is_left_behind_the_value() -> None:
    stream = io.BytesIO(pickle.dumps({"a": 1, "b": ["a"]}) + pickle.dumps(2, 2) + b"rest")
    assert (harmless.load(stream), harmless.load(stream), stream.read()) == ({"a": 1, "b": ["a"]}, 2, b"rest")


@pytest.mark.parametrize("value", [None, 1, 2.5, "词", b"x", (1, (2, 3)), [1], {"a": {"b": 1}}, {1, 2}, 2**70])
def test_plain_values_are_read(value: object) -> None:
    for protocol in range(4 if isinstance(value, bytes | set) else 2, pickle.HIGHEST_PROTOCOL + 1):
        assert harmless.loads(pickle.dumps(value, protocol)) == value


@pytest.mark.parametrize("name", ["../elsewhere", "g-00/../../x", "/etc", "g-zz", ""])
def test_a_generation_lies_in_its_folder(documents: list[Document], tmp_path: Path, name: str) -> None:
    index.build(tmp_path, documents)
    line = json.loads((tmp_path / generations.CURRENT).read_text("utf-8"))
    (tmp_path / generations.CURRENT).write_text(json.dumps({**line, "name": name}), "utf-8")
    assert generations.current(tmp_path) is None
    (tmp_path / generations.CURRENT).write_text(json.dumps({**line, "files": {"../x": [1, 1]}}), "utf-8")
    assert generations.current(tmp_path) is None
