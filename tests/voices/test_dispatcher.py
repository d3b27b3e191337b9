"""speech-dispatcher as it answers on its socket, played by a thread."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.voices.dispatcher import BROKEN, NO_CHINESE, NOT_THERE, Dispatcher, place_of
from reader.voices.voice import NoVoice, system_voice

if not hasattr(socket, "AF_UNIX"):
    pytest.skip("sockets of the file system", allow_module_level=True)


class Service(threading.Thread):
    """Answers one client, as speech-dispatcher 0.11 does; messages end at once unless told otherwise."""

    def __init__(self, place: Path) -> None:
        super().__init__(daemon=True)
        self.voices = "249-Afrikaans\taf\tnone\r\n249-Chinese (Mandarin)\tcmn\tnone\r\n249 OK VOICE LIST SENT\r\n"
        self.heard: list[str] = []
        self.spoken: list[str] = []
        self.lasts = False
        self.hangs_up = False
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._door.bind(str(place))
        self._door.listen()

    def run(self) -> None:
        line, _from = self._door.accept()
        file = line.makefile("rwb")
        for got in file:
            command = got.decode().rstrip("\r\n")
            self.heard.append(command)
            if command == "SPEAK":
                if self.hangs_up:
                    break
                file.write(b"230 OK RECEIVING DATA\r\n")
                file.flush()
                words = []
                while (word := file.readline().decode().rstrip("\r\n")) != ".":
                    words.append(word.removeprefix(".") if word.startswith("..") else word)
                self.spoken.append("\n".join(words))
                number = len(self.spoken)
                file.write(f"225-{number}\r\n225 OK MESSAGE QUEUED\r\n".encode())
                file.write(f"702-{number + 8}\r\n702-{number}\r\n702 END\r\n".encode())  # of another message
                if not self.lasts:
                    file.write(f"702-{number}\r\n702-1\r\n702 END\r\n".encode())
            elif command == "LIST SYNTHESIS_VOICES":
                file.write(self.voices.encode())
            elif command == "CANCEL SELF":
                file.write(b"703-1\r\n703-1\r\n703 CANCELED\r\n210 OK CANCELED\r\n")
            else:
                file.write(b"208 OK\r\n")
            file.flush()
        line.close()
        self._door.close()


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("s") / "s"  # sockets have short names only


@pytest.fixture
def service(place: Path) -> Service:
    made = Service(place)
    made.start()
    return made


@pytest.fixture
def voice(place: Path, service: Service, tmp_path: Path) -> Iterator[Dispatcher]:
    made = Dispatcher(place, tmp_path / "none")
    yield made
    made.close()
    service.join(10)


def no() -> bool:
    return False


def test_words_are_spoken_by_a_chinese_voice(voice: Dispatcher, service: Service) -> None:
    voice.speak("加强管理。", 0, no)
    voice.speak(".开头的点\n第二行", 3, no)
    assert service.spoken == ["加强管理。", ".开头的点\n第二行"]
    assert "SET SELF SYNTHESIS_VOICE Chinese (Mandarin)" in service.heard
    assert [each for each in service.heard if "RATE" in each] == ["SET SELF RATE 0", "SET SELF RATE 30"]


def test_silencing_ends_it_and_it_can_speak_again(voice: Dispatcher, service: Service) -> None:
    service.lasts = True
    asked = iter((False, True))
    voice.speak("很长的一段。", 0, lambda: next(asked, True))
    assert "CANCEL SELF" in service.heard
    service.lasts = False
    voice.speak("再来。", 0, no)
    assert service.spoken[-1] == "再来。"


def test_a_service_without_a_chinese_voice_is_named(voice: Dispatcher, service: Service) -> None:
    service.voices = "249-Afrikaans\taf\tnone\r\n249 OK VOICE LIST SENT\r\n"
    with pytest.raises(NoVoice, match=NO_CHINESE[:12]):
        voice.speak("字", 0, no)


def test_a_service_that_hangs_up_is_one_sentence(voice: Dispatcher, service: Service) -> None:
    service.hangs_up = True
    with pytest.raises(NoVoice, match=BROKEN[:8]):
        voice.speak("字", 0, no)


def test_nothing_installed_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NoVoice, match=NOT_THERE[:8]):
        Dispatcher(tmp_path / "none", tmp_path / "no program").speak("字", 0, no)


def test_where_the_service_listens() -> None:
    assert place_of({"XDG_RUNTIME_DIR": "/run/user/7"}) == Path("/run/user/7/speech-dispatcher/speechd.sock")
    assert place_of({"SPEECHD_ADDRESS": "unix_socket:/a/b"}) == Path("/a/b")
    assert place_of({"SPEECHD_ADDRESS": "inet_socket:1.2.3.4:6560", "XDG_RUNTIME_DIR": "/r"}).parts[1] == "r"  # never


def test_a_system_that_is_not_known_says_so() -> None:
    with pytest.raises(NoVoice, match="读屏软件"):
        system_voice("darwin")
