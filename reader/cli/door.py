"""The one door through which faults leave: whatever happened, one sentence on standard error and a status.

What a person can act on (a `ReaderError`, a full disk, too little memory) says so itself. Everything else is a fault of
the program: the log has its traceback, the sentence names the log.
"""

from __future__ import annotations

import errno
import signal
from contextlib import suppress
from pathlib import Path
from typing import Final

from reader.cli.console import Console
from reader.cli.words import WrongArguments
from reader.core.errors import ReaderError, in_words
from reader.core.showing import LONGEST, brief, sentence
from reader.log import record

FAULT: Final = 70  # EX_SOFTWARE
STOPPED: Final = 130  # what shells give a program that Ctrl+C has ended
_NAMED: Final = 80  # characters of the log's path


def tell(error: BaseException, console: Console, log_folder: Path | None) -> int:
    """Says what is wrong and returns the exit status.

    Args:
        log_folder: where the log is kept; None where that could not be found out.
    """
    match error:
        case KeyboardInterrupt():
            with suppress(ValueError, OSError):  # a second Ctrl+C must not end the sentence; not in the main thread
                signal.signal(signal.SIGINT, signal.SIG_IGN)
            _say(console, "已停止。", "Stopped.")
            return STOPPED
        case WrongArguments():
            _say(console, str(error), error.english)
            return error.exit_code
        case ReaderError():
            _say(console, str(error))
            return error.exit_code
        case MemoryError():
            _say(
                console,
                "内存不足，没有完成；请关闭其他程序，或分批处理后再试。",
                "Out of memory; nothing was finished.",
            )
            return 2
        case OSError():
            _say(console, *_of_the_system(error))
            return 2
        case ValueError() if "null byte" in str(error) or "null character" in str(error):
            _say(console, "参数中有不能使用的字符（空字符）。", "An argument holds a null character.")
            return 2
    import traceback  # nobody needs it where all goes well

    words = "".join(traceback.format_exception(error))
    file = record(log_folder, words) if log_folder is not None else None
    kind = type(error).__name__
    if file is None:
        _say(
            console,
            f"程序内部出错（{kind}），没有完成；日志也写不进去。",
            f"Internal fault ({kind}); no log could be written.",
        )
    else:
        named = brief(str(file), _NAMED + LONGEST // 4)
        _say(console, f"程序内部出错，没有完成；详情已记入 {named}。", f"Internal fault; see {named}.")
    return FAULT


def _say(console: Console, chinese: str, english: str | None = None) -> None:
    with suppress(OSError, ValueError):  # standard error is closed or full: the status has to do
        console.tell(sentence(chinese), sentence(console.say(chinese, english)))  # known by its words: before it is cut
        console.err.flush()


def _of_the_system(error: OSError) -> tuple[str, str]:
    why = error.strerror or type(error).__name__
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return "磁盘空间不足，没有完成；请腾出空间（临时文件夹也要）后再试。", f"No room on the disk ({why})."
    name = error.filename if error.filename is not None else error.filename2
    if name is None:
        return f"没有完成：{in_words(error)}。", f"Not finished: {why}."
    shown = brief(str(name), _NAMED)
    return f"没有完成：“{shown}”（{in_words(error)}）。", f"Not finished: {shown} ({why})."
