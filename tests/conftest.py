"""What every test stands on: no screen, no network, a throw-away profile, and small real things to work with.

Qt is imported by the tests that need it, never here, so that tests of the core run without it; but what its bindings
stand on is loaded here, the way the program loads it, before a plugin does so in the usual way.
"""

from __future__ import annotations

import gc
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

from reader.core.document import Block, Document, Source
from reader.core.span import Span
from reader.ui.look.light_qt import load as load_bindings
from tests import made_laws
from tests.spare import CommonHome, furnish, places_of, send_less

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from reader.library import Library

ROOT = Path(__file__).resolve().parent.parent

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt
os.environ.pop("QT_STYLE_OVERRIDE", None)
with suppress(ImportError):
    load_bindings()

# A program that a test starts need not compile the whole house again.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# Times are measured in tests/bench, never asserted here. A run in CI draws the same examples every time.
settings.register_profile("reader", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("reader")


# No network ----------------------------------------------------------------------------------------------------------


class NetworkGuard:
    """Watches Python's sockets through the audit hook: while on, an attempt is refused and remembered. One that has a
    path of the file system for its address reaches no network.

    Attributes:
        attempts: what was tried since it was last switched on.
    """

    EVENTS = frozenset(
        [
            "socket.connect",
            "socket.bind",
            "socket.sendto",
            "socket.sendmsg",
            "socket.getaddrinfo",
            "socket.gethostbyname",
        ]
    )

    def __init__(self) -> None:
        self.on = False
        self.attempts: list[str] = []
        sys.addaudithook(self._look)

    def _look(self, event: str, args: tuple[Any, ...]) -> None:
        here = event in {"socket.connect", "socket.bind"} and isinstance(args[1], str | bytes)
        if self.on and event in self.EVENTS and not here:
            self.attempts.append(f"{event}{args[1:]}")
            raise RuntimeError(f"this program has no business with the network: {event}{args[1:]}")


_GUARD = NetworkGuard()


@pytest.fixture(autouse=True)
def no_network() -> Iterator[NetworkGuard]:
    """Every test fails that reaches for the network, also where the code swallows the refusal."""
    _GUARD.attempts.clear()
    _GUARD.on = True
    yield _GUARD
    _GUARD.on = False
    assert not _GUARD.attempts, f"tried to reach the network: {_GUARD.attempts}"


# A throw-away profile ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def font_cache() -> Path:
    """One fontconfig cache for all the throw-away homes: making it takes seconds where there are many fonts."""
    folder = Path(tempfile.gettempdir()) / f"policy-reader-fonts-{os.getuid() if hasattr(os, 'getuid') else 0}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def common_home(tmp_path_factory: pytest.TempPathFactory, font_cache: Path) -> CommonHome:
    """The home of all tests that ask for no folder."""
    return CommonHome(tmp_path_factory, font_cache)


@pytest.fixture(autouse=True)
def no_home_of_others(common_home: CommonHome, request: pytest.FixtureRequest) -> Iterator[None]:
    """No test sees the home of whoever runs it: one that works with files has one for itself, the others share a bare one."""
    with common_home.lent():
        if "tmp_path" in request.fixturenames:
            request.getfixturevalue("profile")
        yield


@pytest.fixture
def profile(tmp_path: Path, font_cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for a test and the programs it starts; `profile / "data"` fits --data-dir."""
    home = tmp_path / "profile"
    for name, place in places_of(home).items():
        monkeypatch.setenv(name, str(place))
    furnish(home, font_cache)
    return home


# Waiting for the window ----------------------------------------------------------------------------------------------


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> QtBot:
    """pytest-qt's bot; what it waits for may take a minute on a busy machine."""
    from tests.patience import PatientBot

    return PatientBot(request)


# Objects -------------------------------------------------------------------------------------------------------------


gc.disable()  # while tests are collected, which leaves next to no garbage


def pytest_collection_finish() -> None:
    """What the tests themselves are made of stays to the end: no search for garbage need look at it again and again."""
    gc.enable()
    gc.collect()
    gc.freeze()


# Messages ------------------------------------------------------------------------------------------------------------


def pytest_sessionstart(session: pytest.Session) -> None:
    """Processes of a run that only counts send what is counted; files of reports and the order of tests need the rest."""
    asked = session.config.option
    if not (asked.verbose > 0 or getattr(asked, "xmlpath", None) or getattr(asked, "durations", None)):
        send_less(session.config.pluginmanager.get_plugins())


# Real things ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def corpus_dir() -> Path:
    """The committed corpus. Read only: copy it before breaking it."""
    return ROOT / "corpus"


@pytest.fixture(scope="session")
def read_once() -> Iterator[None]:
    """Documents and registers of the same bytes are read once (`tests/read_once.py`)."""
    from tests import read_once

    with pytest.MonkeyPatch.context() as patch:
        if "REACHED" not in os.environ:  # else it is written down which test runs which lines, for the mutants
            read_once.begin(patch)
        yield


@pytest.fixture(scope="session")
def built_corpus(corpus_dir: Path, read_once: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The committed corpus with its registers and its index beside it, as the packages bring it. Read only."""
    from reader.corpus import Corpus
    from reader.ingest.build_registers import build_registers
    from reader.paths import find_paths
    from reader.search import index

    def build(folder: Path) -> None:
        shutil.copytree(corpus_dir, folder, ignore=shutil.ignore_patterns("index", "registers", "integrity.json"))
        build_registers(folder, find_paths().resources)
        corpus = Corpus(folder)
        index.build(folder / "index", [corpus.load(info.id) for info in corpus.documents()], revision=corpus.version)

    return once_a_run(tmp_path_factory, "built", build) / "corpus"


def once_a_run(places: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder that holds what `make` made in `folder / "corpus"`: by the first process of a run that asks; the
    others wait for it, and make their own where it does not come."""
    base = places.getbasetemp()
    shared = base.parent / name if "PYTEST_XDIST_WORKER" in os.environ else base / name
    try:
        shared.mkdir()
    except FileExistsError:
        waited_until = time.monotonic() + 100
        while not (shared / "made").exists() and time.monotonic() < waited_until:
            time.sleep(0.05)
        if (shared / "made").exists():
            return shared
        shared = places.mktemp(name)
    make(shared / "corpus")
    (shared / "made").touch()
    return shared


@pytest.fixture(scope="session", params=["made", pytest.param("real", marks=pytest.mark.larger)])
def laws_dir(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of laws, some in two dated versions: made-up ones, then the hundreds that developers' machines have."""
    if request.param == "made":
        folder = tmp_path_factory.mktemp("laws")
        made_laws.write(folder)
        return folder
    folder = ROOT.parent / "shared" / "data" / "laws"
    if not folder.is_dir():
        pytest.skip("the second, larger run: the real laws are not on this machine (../shared/data/laws)")
    return folder


@pytest.fixture(scope="session")
def sampled_laws(laws_dir: Path) -> Callable[[int], list[Path]]:
    """At most so many of the laws, evenly drawn from all."""

    def sample(most: int) -> list[Path]:
        files = sorted(laws_dir.glob("*.md"))
        assert files, "a folder of laws without any would prove nothing"
        return files[:: -(-len(files) // most)]

    return sample


@pytest.fixture
def library(built_corpus: Path, profile: Path) -> Iterator[Library]:
    """A real library: the committed corpus with what it is built with, notes in the throw-away profile."""
    from reader.library import open_library
    from reader.paths import find_paths

    opened = open_library(find_paths(profile / "data", built_corpus))
    yield opened
    opened.close()


_NUMBERS = (
    (1, re.compile(r"([一二三四五六七八九十]+)、")),
    (2, re.compile(r"(（[一二三四五六七八九十]+）)")),
    (3, re.compile(r"(\d+)[.．]")),
    (4, re.compile(r"(（\d+）)")),
)


def document_of(
    *blocks: str | tuple[str, str], doc: str = "small", title: str = "关于小文件的通知", **facts: Any
) -> Document:
    """A small document whose source text is its canonical text.

    Args:
        blocks: a text is a paragraph, or a heading where it is short and opens with 一、 or （一）;
            a pair is (kind, text). A table is given as its text, cells parted by tabs and rows by line feeds.
            Ids are b1, b2, …
        doc, title, facts: fields of the document.
    """
    made: list[Block] = []
    path: list[tuple[int, str]] = []
    at = 0
    for number, given in enumerate(blocks, 1):
        kind, text = given if isinstance(given, tuple) else ("", given)
        level, mark = next(((lv, m[1]) for lv, rule in _NUMBERS if (m := rule.match(text))), (None, None))
        kind = kind or ("heading" if level in {1, 2} and len(text) < 30 and not text.endswith("。") else "paragraph")
        if level is not None:
            path = [step for step in path if step[0] < level]
        rows = tuple(tuple(row.split("\t")) for row in text.split("\n")) if kind == "table" else None
        made.append(
            Block(f"b{number}", kind, text, Span(at, at + len(text)), level, mark, tuple(m for _, m in path), rows=rows)
        )
        if kind == "heading" and level is not None and mark is not None:
            path.append((level, mark))
        at += len(text) + 1
    source = Source(file=f"{doc}.txt", sha256="0" * 64, script=facts.get("script", "hans"))
    return Document(id=doc, title=title, source=source, blocks=tuple(made), **facts)


@pytest.fixture
def small_corpus(tmp_path: Path) -> Path:
    """A corpus folder with two small documents and their raw files: `plan` (with a 文号) and `draft` (without)."""
    from reader.corpus import Corpus

    plan = document_of(
        ("title", "某市数字经济行动方案（2021—2023年）"),
        "为发展数字经济，制定本方案。",
        "一、总体要求",
        "（一）指导思想",
        "坚持创新驱动。",
        "到2023年，数字经济增加值占比达到50%。",
        "二、重点任务",
        "（一）夯实底座",
        "建设城市大脑前端综合应用平台，发展数字经济。",
        ("table", "指标\t目标\n5G基站\t4万个"),
        "（二）培育产业",
        "1.引进企业。",
        "（1）里程碑任务𠮷。",
        doc="plan",
        title="某市人民政府关于印发某市数字经济行动方案的通知",
        attachment_title="某市数字经济行动方案（2021—2023年）",
        doc_number="某政发〔2021〕14号",
        issuers=("某市人民政府",),
        written="2021-08-19",
        level="city",
        kind="行动方案",
    )
    draft = document_of(
        ("title", "某区发展规划（征求意见稿）"),
        "一、现状",
        "数字经济保持增长。",
        doc="draft",
        title="某区发展规划（征求意见稿）",
        status="draft",
    )
    folder = tmp_path / "corpus"
    (folder / "raw").mkdir(parents=True)
    written = []
    for document in (plan, draft):
        data = document.text.encode("utf-8")
        (folder / "raw" / document.source.file).write_bytes(data)
        source = replace(document.source, sha256=hashlib.sha256(data).hexdigest())
        written.append(replace(document, source=source))
    Corpus(folder).write(written)
    return folder


@pytest.fixture
def small(small_corpus: Path, profile: Path) -> Iterator[Library]:
    """A library on the small corpus."""
    from reader.library import open_library
    from reader.paths import find_paths

    opened = open_library(find_paths(profile / "data", small_corpus))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def make_document() -> Callable[..., Document]:
    """`document_of`, for tests that cannot import it."""
    return document_of
