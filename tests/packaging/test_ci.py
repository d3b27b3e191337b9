"""The step of continuous integration that packs: what is packed, and what counts as a failure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def integration(tool: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """The CI step on a machine that can do everything, where nothing is really built."""
    ci = tool("ci")
    package = tmp_path / "a.deb"
    package.write_bytes(b"package")
    monkeypatch.setenv("PATH", "/bin")
    monkeypatch.setattr(ci, "prepare", lambda: None)
    monkeypatch.setattr(ci, "release", lambda commit="HEAD": tool("workshop").Release("1.2.3", commit, 0))
    monkeypatch.setattr(ci.cutting, "upcoming", lambda: "9.9.9")
    monkeypatch.setattr(ci.cutting, "git", lambda *words: "")
    monkeypatch.setattr(ci.cutting, "rehearse", lambda version: f"commit of {version}")
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "n")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "e")
    monkeypatch.setattr(ci.repo, "build", lambda release: [])
    monkeypatch.setattr(ci.staging, "stage", lambda release: tmp_path)
    monkeypatch.setattr(ci.deb, "build", lambda tree, release: package)
    monkeypatch.setattr(ci.try_deb, "PICTURES", tmp_path / "pictures")
    monkeypatch.setattr(ci.try_deb, "try_suite", lambda suite, deb: f"{suite}: {deb.name} works")
    return ci


def failing(error: Exception) -> Any:
    def fail(*_arguments: object, **_named: object) -> None:
        raise error

    return fail


def test_the_integration_step_tells_what_works(integration: Any, capsys: pytest.CaptureFixture[str]) -> None:
    assert integration.main() == 0
    told = capsys.readouterr()
    assert told.out == "bookworm: a.deb works\n"
    assert "SKIPPED" not in told.err


def test_what_is_packed_is_the_version_to_come(integration: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert integration.made().commit == "commit of 9.9.9"
    monkeypatch.setattr(integration.cutting, "git", lambda *words: " M reader/app.py")
    assert integration.made().commit == "HEAD", "a half-finished change is no reason to fail"
    monkeypatch.setattr(integration.cutting, "upcoming", lambda: "")
    assert integration.made().commit == "HEAD"


def test_what_is_in_the_way_of_a_release_fails_the_integration(
    integration: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(integration.cutting, "rehearse", failing(integration.BuildError("unequal notes")))
    assert integration.main() == 1


@pytest.mark.parametrize("step", ["prepare", "try_suite"])
@pytest.mark.parametrize(("able", "status"), [(False, 0), (True, 1)])
def test_a_machine_that_cannot_is_no_failure_and_a_package_that_does_not_work_is(
    integration: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], step: str, able: bool,
    status: int,
) -> None:  # fmt: skip
    error = (integration.BuildError if able else integration.Unable)("the reason")
    monkeypatch.setattr(integration if step == "prepare" else integration.try_deb, step, failing(error))
    assert integration.main() == status
    told = capsys.readouterr().err
    assert "the reason" in told
    assert ("SKIPPED" in told) is not able


def test_a_package_that_does_not_build_is_a_failure(integration: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integration.deb, "build", failing(integration.BuildError("grown too big")))
    assert integration.main() == 1


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("E: Failed to fetch http://mirror/x.deb  Could not connect to mirror:80", 0),
        ("WARNING: Retrying after connection broken by 'NewConnectionError(...)'", 0),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", 1),
        ("policy-reader : Depends: libnone but it is not installable", 1),
    ],
)
def test_what_a_network_fails_by_is_told_from_what_we_fail_by(
    tool: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch, said: str, status: int
) -> None:
    workshop = tool("workshop")
    monkeypatch.setattr(workshop, "run", failing(workshop.BuildError(f"apt-get failed (100):\n{said}")))
    with pytest.raises(workshop.BuildError) as raised:
        workshop.reach(["apt-get"])
    assert isinstance(raised.value, workshop.Unable) is (status == 0)
