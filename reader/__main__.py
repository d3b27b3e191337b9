"""The program's door: the command line, and the window where no command is given."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.cli.main import OpenWindow

STOPPED = 130

CONVERTS = "--convert-one-file"
BUILDS = "--build-files"


def main() -> int:
    """Runs the program and returns its exit status."""
    if sys.argv[1:2] == [CONVERTS]:
        # This process was started by another of the program to convert one file within limits.
        from reader.formats.one_file import main as convert_one

        return convert_one()
    if sys.argv[1:2] == [BUILDS]:
        # By a build of a corpus, to read files for it.
        from reader.ingest.farm.child import main as build_files

        return build_files()
    # What is left when this has returned is Python's own end, which has no sentence for Ctrl+C.
    atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)
    try:
        # Imported here, so that Ctrl+C while they load is told as at any other moment.
        # What is loaded stays: looking through it for garbage took a tenth of a start. A command enables it again.
        gc.disable()
        from reader.cli.main import OpenWindow
        from reader.cli.main import main as run_command

        outcome = run_command()
        gc.enable()
        return _open(outcome) if isinstance(outcome, OpenWindow) else outcome
    except KeyboardInterrupt:
        with suppress(OSError, ValueError, AttributeError):  # nobody can be told where standard error is closed
            sys.stderr.write("已停止。\n")
        return STOPPED


def _open(wanted: OpenWindow) -> int:
    from reader.cli.console import Console
    from reader.cli.door import tell

    if wanted.screenshot is None and not _has_display():
        Console().tell("没有可用的显示环境，无法打开窗口；命令行功能不受影响，见 policy-reader --help。")
        return 2
    try:
        # Qt takes longer to load than most commands take to run.
        gc.disable()  # as above; the window looks for garbage from when it has painted
        from reader.ui.look.light_qt import load

        load()
        from reader.app import run
    except ImportError as error:
        Console().tell(f"窗口组件（PySide6）未安装或缺少系统库，无法打开窗口：{error}。命令行功能不受影响。")
        return 2
    try:
        return run(
            wanted.paths,
            place=wanted.place,
            beside=wanted.beside,
            script=wanted.script,
            language=wanted.language,
            screenshot=wanted.screenshot,
            files=wanted.files,
            anew=wanted.anew,
        )
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  told as on the command line
        return tell(error, Console(), wanted.paths.cache)
    finally:
        gc.enable()


def _has_display() -> bool:
    """Whether a window can be seen: on Linux only where a display or a Qt platform is named."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
