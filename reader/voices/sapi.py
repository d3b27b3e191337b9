"""The voices of Windows: SAPI 5, called as the COM object that it is. Nothing of it is in the package.

The numbers are places in the table of ISpVoice (sapi.h), which has not changed since Windows XP.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, Final
from xml.sax.saxutils import escape

from reader.voices.voice import ASKED, NoVoice

CLASS: Final = "{96749377-3391-11D2-9EE3-00C04F797396}"  # SpVoice
KIND: Final = "{6C44DF74-72B9-4992-A1EC-EF996E0422D4}"  # ISpVoice
RELEASE, SPEAK, SET_RATE, WAIT = 2, 20, 28, 32
AT_ONCE, INSTEAD, MARKED = 1, 2, 8  # flags: do not wait; drop what is being said; the words are XML
ALL: Final = 0x17  # where a class may come from
DONE: Final = 0  # S_OK; S_FALSE: not over yet
CHINESE: Final = "804"  # language, in hexadecimal
NOT_THERE: Final = "本机没有朗读语音：请在 Windows 设置的“时间和语言”里添加中文语音。"


class Sapi:
    """A voice of Windows, made when the first words are spoken."""

    def __init__(self) -> None:
        self._voice: Any = None
        self._speed: int | None = None

    def speak(self, words: str, speed: int, silenced: Callable[[], bool]) -> None:
        """Speak to the end, or until silenced. Raises NoVoice."""
        if self._voice is None:
            self._open()
        if speed != self._speed:
            self._call(SET_RATE, ctypes.c_long(speed))
            self._speed = speed
        marked = f'<lang langid="{CHINESE}">{escape(words)}</lang>'
        self._call(SPEAK, ctypes.c_wchar_p(marked), ctypes.c_ulong(AT_ONCE | MARKED), None)
        while self._call(WAIT, ctypes.c_ulong(round(ASKED * 1000))) != DONE:
            if silenced():
                self._call(SPEAK, ctypes.c_wchar_p(""), ctypes.c_ulong(AT_ONCE | INSTEAD), None)
                return

    def close(self) -> None:
        """Give the object back."""
        if self._voice is not None:
            self._method(RELEASE)(self._voice)
        self._voice, self._speed = None, None

    def _open(self) -> None:
        ole: Any = ctypes.windll.ole32  # type: ignore[attr-defined]  # there on Windows only
        ole.CoInitializeEx(None, 0)
        made = ctypes.c_void_p()
        failed = ole.CoCreateInstance(
            ctypes.byref(_identity(ole, CLASS)), None, ALL, ctypes.byref(_identity(ole, KIND)), ctypes.byref(made)
        )
        if failed or not made.value:
            raise NoVoice(NOT_THERE)
        self._voice = made

    def _method(self, at: int) -> Any:
        table = ctypes.cast(self._voice, ctypes.POINTER(ctypes.POINTER(ctypes.c_void_p)))[0]
        call: Any = ctypes.WINFUNCTYPE  # type: ignore[attr-defined]  # there on Windows only
        shapes = {
            RELEASE: (), SPEAK: (ctypes.c_wchar_p, ctypes.c_ulong, ctypes.c_void_p), SET_RATE: (ctypes.c_long,),
            WAIT: (ctypes.c_ulong,),
        }  # fmt: skip
        return call(ctypes.c_long, ctypes.c_void_p, *shapes[at])(table[at])

    def _call(self, at: int, *values: Any) -> int:
        """What a method returns. Raises NoVoice where it fails: SAPI has no voice, or no sound."""
        told = int(self._method(at)(self._voice, *values))
        if told < 0:
            self.close()
            raise NoVoice(NOT_THERE)
        return told


def _identity(ole: Any, written: str) -> Any:
    made = (ctypes.c_byte * 16)()
    ole.CLSIDFromString(ctypes.c_wchar_p(written), ctypes.byref(made))
    return made
