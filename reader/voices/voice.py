"""What reads aloud, as the window knows it: one call a sentence, in a worker, that ends when the sentence does."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final, Protocol

from reader.core.errors import ReaderError

SLOWEST, FASTEST = -10, 10  # speeds; 0 is how fast the system's voice speaks by itself
ASKED: Final = 0.1  # seconds after which a voice asks again whether it is to be silent


class NoVoice(ReaderError):
    """Nothing on this machine can read Chinese aloud, or it does not answer."""


class Voice(Protocol):
    """A voice that speaks Chinese. Belongs to one worker thread."""

    def speak(self, words: str, speed: int, silenced: Callable[[], bool]) -> None:
        """Speak; returns at the end of the words, or a moment after `silenced` has become true.

        Args:
            words: in any Chinese script.
            speed: SLOWEST..FASTEST.

        Raises:
            NoVoice: there is none, in one sentence.
        """

    def close(self) -> None:
        """Give back what it holds; it is not asked any more."""


def system_voice(platform: str = sys.platform) -> Voice:
    """The voice of this system, not opened yet. Raises NoVoice where the system is none that is known."""
    if platform == "linux":
        from reader.voices.dispatcher import Dispatcher

        return Dispatcher()
    if platform == "win32":
        from reader.voices.sapi import Sapi

        return Sapi()
    raise NoVoice("这个系统的朗读语音还不能用；文字仍可用读屏软件朗读。")
