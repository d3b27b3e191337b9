"""Composition root of the window: places → settings → Library → Session → MainWindow. Nothing else builds these.

Owns what happens to an unexpected error (a log file, one sentence) and the two hidden ways to run: `screenshot`, and
POLICY_READER_TRACE_START, which tells when the window first painted.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from reader.core.errors import ReaderError
from reader.core.late_dataclass import dataclass, replace
from reader.core.showing import sentence
from reader.files import write_whole
from reader.library import Library, open_library
from reader.log import record
from reader.paths import Paths
from reader.settings import LoadedSettings, Settings, load, save
from reader.ui.look.fonts import FontChains, choose_fonts, missing
from reader.ui.look.icons import Icons
from reader.ui.look.texts import Texts
from reader.ui.look.theme import Theme, palette, stylesheet, theme_named
from reader.ui.look.window_style import chrome, ticks
from reader.ui.main_window import MainWindow
from reader.ui.outside_files import take_files
from reader.ui.session.searching import Answer
from reader.ui.session.session import Session

SHOWN_QUERY = "数字经济"
SHOT = QSize(1366, 768)
STYLE = "Fusion"  # what the style sheet is laid over
SHOT_PATIENCE = 20_000  # ms
UNSEEN = frozenset({"offscreen", "minimal"})  # platforms on which nobody sees a window
HAND_OVER = 0.001  # seconds; Python's own 5 ms, times the lanes at work, would be felt while typing


@dataclass(frozen=True)
class Running:
    """What `start` has built, to be closed together."""

    application: QApplication
    library: Library
    session: Session
    window: MainWindow

    def show(self, place: str | None = None, beside: str | None = None) -> None:
        """Show the window with what was open, then what was asked for.

        The window comes first: only then is it known how wide the text can be. It paints when this has returned.
        """
        self.window.ready.connect(self.session.start)
        self.window.show()
        self.session.restore()
        _open_asked(self.session, place, beside)

    def free(self) -> None:
        """Let the closed window and its session go: Qt keeps what their signals call, and so them, for ever.

        To be called outside every answer to an event. They are gone when this has returned: what is only marked to go
        could go while the next window sets a font or a style, in the middle of Qt's walk over all controls.
        """
        self.window.deleteLater()
        self.session.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def run(
    paths: Paths,
    *,
    place: str | None = None,
    beside: str | None = None,
    script: str | None = None,
    language: str | None = None,
    screenshot: Path | None = None,
    files: Sequence[Path] = (),
    anew: Callable[[], Paths] | None = None,
) -> int:
    """Opens the window and returns the exit status when it is closed.

    Raises KeyboardInterrupt where Ctrl+C has closed the window.

    Args:
        place, beside: "DOC" or "DOC#CLAUSE" to show; what is not there is said in the window.
        script, language: for this time only they go before the settings, not before the policy.
        files: to be added and opened; a window that is open on this profile takes them, and none is opened here.
        screenshot: search, open the first hit (or `place`), save a picture there and end; offscreen without a display.
        anew: finds the places again, for the window that follows when another corpus was put in force.
    """
    if files:
        from reader.ui.shelves.handover import hand_over

        if hand_over(paths.handover, files):
            return 0
    hook, interrupt = sys.excepthook, signal.getsignal(signal.SIGINT)
    try:
        while True:
            loaded = load(paths.settings_file, paths.policy)
            running = start(paths, replace(loaded, settings=_with(loaded, script, language)))
            window, ending = running.window, _Ending(running.window)
            window.reopen_wanted.connect(ending.reopen)
            sys.excepthook = _hook(paths, window)
            signal.signal(signal.SIGINT, ending.interrupt)
            if screenshot is not None:
                _take_picture(running, screenshot, search=place is None)
            _await_paint(window)
            inboxes = take_files(window, paths.handover, files)
            if place is not None or screenshot is None:
                window.ready.connect(partial(_begin, running, place, quiet=bool(files)))
            running.show(place, beside)
            status = running.application.exec()
            for inbox in inboxes:
                inbox.close()
            running.library.close()
            if ending.interrupted:
                raise KeyboardInterrupt  # told by the door, as on the command line
            if not ending.another:
                return status
            sys.excepthook = hook  # they must not outlive their window
            signal.signal(signal.SIGINT, interrupt)
            running.free()
            place = beside = None  # what was open is in the settings now
            files = ()
            paths = anew() if anew is not None else paths
    finally:
        sys.excepthook = hook
        signal.signal(signal.SIGINT, interrupt)


def _await_paint(window: MainWindow) -> None:
    if os.environ.get("POLICY_READER_TRACE_START"):
        window.painted.connect(_trace_start)
    window.painted.connect(gc.enable)  # the door has put it off till now


def _begin(running: Running, place: str | None, *, quiet: bool) -> None:
    """A row of a register that the link names is chosen; who only opens the program is shown round the first time."""
    desks = running.window.desks
    if place is not None:
        desks.links.choose_row(place)
    elif not quiet and running.application.platformName() not in UNSEEN:
        desks.first.begin()


class _Ending(QObject):
    """Closes the window and remembers why.

    Attributes:
        another: another window is to follow.
        interrupted: by Ctrl+C.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.another = False
        self.interrupted = False

    def reopen(self) -> None:
        """Answer to `reopen_wanted`."""
        self.another = True
        self._window.close()

    def interrupt(self, *_signal: object) -> None:
        """Answer to Ctrl+C at the terminal: the window closes in a turn of its own, never while painting."""
        QTimer.singleShot(0, self, self._close_interrupted)

    def _close_interrupted(self) -> None:
        self.interrupted = self._window.close()  # one that asks something first may stay


def start(paths: Paths, loaded: LoadedSettings) -> Running:
    """Builds everything; the window is not shown yet. Complaints about the settings stand in its message bar."""
    application = _application()
    sys.setswitchinterval(HAND_OVER)  # how soon a worker that computes lets the GUI thread go on
    settings = loaded.settings
    fonts = choose_fonts()
    with _nothing_collected():
        application.setFont(_ui_font(fonts))

    def apply_theme(theme: Theme) -> None:
        with _nothing_collected():
            application.setPalette(palette(theme))
            drawn = ticks(theme, paths.resources / "icons")
            # From one sheet to another Qt goes over each control once for all that it lies in, eight times in the mean;
            # from none to one, once.
            application.setStyleSheet("")
            application.setStyleSheet(stylesheet(theme) + chrome(theme) + drawn)

    def write(changed: Settings) -> None:
        save(paths.settings_file, changed, loaded.locked)

    theme = theme_named(settings.theme, settings.density)
    apply_theme(theme)
    library = open_library(paths, loaded.policy, settings.shelves)
    texts = Texts(paths.resources / "translations", settings.language)
    session = Session(library, settings, texts, locked=loaded.locked)
    library.notebook.me = lambda: session.settings.me
    icons = Icons(paths.resources / "icons", theme)
    window = MainWindow(session, apply_theme, icons, fonts, _quietly(write, paths))
    window.painted.connect(lambda: application.setWindowIcon(QIcon(str(paths.resources / "icons" / "app.svg"))))
    for complaint in (*loaded.complaints, *paths.complaints, *filter(None, [missing(fonts)])):
        session.problem.emit(complaint)

    def begin() -> None:
        from reader.ui.kit.window_keys import WindowKeys

        WindowKeys(application, window)
        for fault in library.shelves.faults():
            session.problem.emit(fault)

    window.ready.connect(begin)
    return Running(application, library, session, window)


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """No search for garbage meanwhile: Qt walks over all controls of all windows, and one that Python lets go of in the
    middle, in whatever thread, ends the program.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _application() -> QApplication:
    existing = QCoreApplication.instance()
    if isinstance(existing, QApplication):  # tests bring their own, another corpus in force that of the first window
        with _nothing_collected():
            existing.setStyle(STYLE)
        return existing
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _start_no_bus()
    _choose_input_method()
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    QCoreApplication.setApplicationName("policy-reader")
    QGuiApplication.setDesktopFileName("policy-reader")  # which installed entry the window belongs to
    # Told so and not by `setStyle`, which hands out the style: for that all kinds of styles are loaded (10 ms).
    return QApplication(["policy-reader", "-style", STYLE])


def _start_no_bus() -> None:
    """Without a session bus D-Bus' library would start one for Qt; this program starts no service. One that is there is
    used, for input methods and the desktop's file dialogs.
    """
    if sys.platform.startswith("linux") and not os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        own = os.environ.get("XDG_RUNTIME_DIR", "")
        if not own or not (Path(own) / "bus").exists():
            os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"


def _choose_input_method() -> None:
    """Lets Fcitx 5 type through the plugin of IBus where Qt lacks its own; must be settled before Qt starts."""
    asked = os.environ.get("QT_IM_MODULE", "") or os.environ.get("XMODIFIERS", "")
    if sys.platform.startswith("linux") and ("fcitx" in asked or "@im" in asked):
        from reader.ui.look.input_methods import look

        module = look(services=False).module
        if module is not None:
            os.environ["QT_IM_MODULE"] = module


def _ui_font(fonts: FontChains) -> QFont:
    font = QFont()
    font.setFamilies(fonts.families("ui"))
    font.setPixelSize(14)
    return font


def _with(loaded: LoadedSettings, script: str | None, language: str | None) -> Settings:
    if language == "zh_TW" and script is None and loaded.settings.script == "hans":
        script = loaded.settings.traditional  # a traditional interface shows such text
    asked = {"script": script, "language": language}
    values = {name: value for name, value in asked.items() if value and name not in loaded.locked}
    return replace(loaded.settings, **values)  # type: ignore[arg-type]  # both are text


def _open_asked(session: Session, place: str | None, beside: str | None) -> None:
    target = session.find_place(place) if place else None
    if target is not None:
        session.open(target)
    second = session.find_place(beside) if beside else None
    if second is not None:
        session.close_beside()
        session.beside(second.doc)
        session.open(second, pane=1)


def _quietly(write: Callable[[Settings], None], paths: Paths) -> Callable[[Settings], None]:
    """Settings that cannot be written are no reason to keep the window open: the log says so."""

    def attempt(settings: Settings) -> None:
        try:
            write(settings)
        except ReaderError as error:
            _log(paths, str(error))

    return attempt


# What nobody expected ------------------------------------------------------------------------------------------------


def _hook(
    paths: Paths, window: MainWindow
) -> Callable[[type[BaseException], BaseException, TracebackType | None], None]:
    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        import traceback  # nobody needs it where all goes well

        file = _log(paths, "".join(traceback.format_exception(kind, error, trace)))
        where = f"详情已记入 {file}。" if file else ""
        sentence = str(error) if isinstance(error, ReaderError) else f"程序遇到意外问题，已保存的批注不受影响。{where}"
        window.session.problem.emit(sentence)

    return hook


def _log(paths: Paths, words: str) -> Path | None:
    """Appends to the log file. Returns it, or None where it cannot be written (then standard error has the words)."""
    file = record(paths.cache, words)
    if file is None and sys.stderr is not None:
        print(words, file=sys.stderr)
    return file


# Hidden ways to run --------------------------------------------------------------------------------------------------


def _trace_start() -> None:
    with Path("/proc/self/stat").open(encoding="utf-8") as stat:
        ticks = int(stat.read().rpartition(")")[2].split()[19])
    age = time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK")
    print("first-paint", round(age, 4), file=sys.stderr, flush=True)
    os._exit(0)


def _take_picture(running: Running, file: Path, *, search: bool) -> None:
    window, session = running.window, running.session

    def shoot() -> None:
        from PySide6.QtCore import QBuffer

        picture, status = QBuffer(), 0
        window.grab().save(picture, "PNG")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, bytes(picture.data().data()))
            print(f"已保存窗口图片 {file}（{window.width()}×{window.height()}）。")
        except (OSError, ReaderError) as error:
            print(f"图片无法写入：{sentence(str(error))}", file=sys.stderr)
            status = 2
        window.close()
        running.application.exit(status)

    def answered(answer: Answer | None) -> None:
        if answer is None:
            return
        session.search.answered.disconnect(answered)
        print(f"搜索{answer.result.read_as}：{answer.result.total} 条，{answer.result.matches} 处。")
        session.search.step(1)
        if session.document is not None:
            print(f"已打开第一处命中：《{session.title(session.document.id)}》。")
        QTimer.singleShot(400, shoot)

    def begin() -> None:
        window.resize(SHOT)  # it has just made itself fit a screen, which may be none at all
        if not search:
            QTimer.singleShot(400, shoot)
            return
        session.search.answered.connect(answered)
        window.desks.search.ask(SHOWN_QUERY)

    window.ready.connect(begin)
    QTimer.singleShot(SHOT_PATIENCE, shoot)
