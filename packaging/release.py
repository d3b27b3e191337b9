"""`make release VERSION=0.2.0`: cut a version, from the changelog to the signed sums. Standard library only.

The commit of the version is made beside the branch (no file of the working copy is touched, no ref moved) and the
packages are built of it. Only at the end, and only without --dry-run, does the branch move there and get its tag. So a
dry run is the whole release but for that last step.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import tomllib
from datetime import UTC, datetime
from pathlib import Path

from workshop import DIST, HERE, ROOT, WORK, BuildError, fresh, put, run, say

import build

VERSION_FILE, CHANGES = "reader/__init__.py", "CHANGELOG.md"
NOTES = HERE / "release-notes.toml"
LANGUAGES = {"zh_CN": "政策阅读器 {version}", "zh_TW": "政策閱讀器 {version}", "en": "Policy Reader {version}"}
OPEN = "## [Unreleased]\n"


def numbers(version: str) -> tuple[int, ...]:
    """A version as numbers. Raises BuildError where it is not three of them."""
    if not re.fullmatch(r"\d{1,4}(\.\d{1,4}){2}", version):
        raise BuildError(f"{version} is no version; it is written like 0.2.0")
    return tuple(map(int, version.split(".")))


def raised(text: str, version: str) -> str:
    """The file that says the version, with a newer one. Raises BuildError where it is not newer."""
    found = re.search(r'__version__ = "([^"]+)"', text)
    if not found:
        raise BuildError(f"{VERSION_FILE} tells no version")
    if numbers(version) <= numbers(found[1]):
        raise BuildError(f"{version} is not newer than {found[1]}")
    return text.replace(found[0], f'__version__ = "{version}"')


def closed(text: str, version: str, day: str) -> str:
    """The changelog with what was unreleased under the version. Raises BuildError where nothing is."""
    if text.count(OPEN) != 1:
        raise BuildError(f"{CHANGES} has not one heading {OPEN.strip()}")
    if not re.search(r"^- ", text.partition(OPEN)[2].partition("\n## [")[0], re.MULTILINE):
        raise BuildError(f"{CHANGES} says of nothing that it is unreleased")
    return text.replace(OPEN, f"{OPEN}\n## [{version}] - {day}\n")


def notes(version: str) -> dict[str, str]:
    """Language → what people are told of the version. Raises BuildError where a language has none."""
    told = tomllib.loads(NOTES.read_text("utf-8")).get(version, {})
    if missing := [language for language in LANGUAGES if not told.get(language)]:
        raise BuildError(f"{NOTES.name} says nothing of {version} in {', '.join(missing)}")
    if len({len(told[language]) for language in LANGUAGES}) != 1:
        raise BuildError(f"{NOTES.name} says more of {version} in one language than in another")
    points = {language: "".join(f"- {line}\n" for line in told[language]) for language in LANGUAGES}
    return {
        language: f"# {title.format(version=version)}\n\n{points[language]}" for language, title in LANGUAGES.items()
    }


def git(*words: str, env: dict[str, str] | None = None) -> str:
    """What git says."""
    return run(["git", "-c", f"safe.directory={ROOT}", *words], cwd=ROOT, env=env).strip()


def cut(version: str, day: str) -> str:
    """The commit of a version on top of HEAD; no ref leads to it yet. Raises BuildError."""
    changed = {
        VERSION_FILE: raised(git("show", f"HEAD:{VERSION_FILE}") + "\n", version),
        CHANGES: closed(git("show", f"HEAD:{CHANGES}") + "\n", version, day),
    }
    with tempfile.TemporaryDirectory() as folder:
        env = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        git("read-tree", "HEAD", env=env)
        for name, text in changed.items():
            put(Path(folder) / "file", text)
            blob = git("hash-object", "-w", "--path", name, str(Path(folder) / "file"))
            git("update-index", "--cacheinfo", f"100644,{blob},{name}", env=env)
        tree = git("write-tree", env=env)
    return git("commit-tree", tree, "-p", "HEAD", "-m", f"Version {version}")


def pictures(folder: Path) -> None:
    """The README's pictures, taken anew with the program."""
    python = ROOT / ".venv" / "bin" / "python"
    run([str(python), str(ROOT / "docs" / "make_screenshots.py"), str(folder)], cwd=ROOT)


def main(arguments: list[str] | None = None) -> int:
    """Cut a version; 1 with one sentence where something is in the way."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("version")
    parser.add_argument("--dry-run", action="store_true", help="all but moving the branch and setting the tag")
    parser.add_argument("--packages", default="deb,repo", help="targets of build.py, by commas; empty: none")
    parser.add_argument("--pictures", action="store_true", help="take the README's pictures anew, too")
    options = parser.parse_args(arguments)
    try:
        return release(options.version, options.packages, dry=options.dry_run, shown=options.pictures)
    except BuildError as error:
        say(str(error))
        return 1


def upcoming() -> str:
    """The version that the notes speak of and that is newer than the program's own; empty where there is none."""
    text = git("show", f"HEAD:{VERSION_FILE}")
    found = re.search(r'__version__ = "([^"]+)"', text)
    told = [name for name in tomllib.loads(NOTES.read_text("utf-8")) if found and numbers(name) > numbers(found[1])]
    return min(told, key=numbers, default="")


def rehearse(version: str) -> str:
    """All of a release that comes before the packages: what stands in its way, the notes, the commit that is packed.

    Nothing of it is in any branch. Raises BuildError with what is in the way.
    """
    numbers(version)
    told = notes(version)
    if changes := git("status", "--porcelain", "--untracked-files=no"):
        raise BuildError(f"there are changes that are not committed: {changes.splitlines()[0].strip()}")
    if tagged(f"v{version}"):
        raise BuildError(f"the tag v{version} is there already")
    day = os.environ.get("RELEASE_DAY") or f"{datetime.now(UTC):%Y-%m-%d}"
    commit = cut(version, day)
    say(f"version {version} is commit {commit[:12]}")
    place = fresh(WORK / "release")
    for language, text in told.items():
        put(place / f"notes-{language}.md", text)
    return commit


def tagged(tag: str) -> bool:
    """Whether there is such a tag."""
    command = ["git", "-c", f"safe.directory={ROOT}", "rev-parse", "-q", "--verify", f"refs/tags/{tag}"]
    return subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode == 0


def release(version: str, packages: str, *, dry: bool, shown: bool) -> int:
    """All steps; what came out lies in build/package/release and dist/."""
    tag = f"v{version}"
    commit = rehearse(version)
    place = WORK / "release"
    if shown:
        pictures(place / "pictures")
    targets = [name for name in packages.split(",") if name]
    if targets and build.main([*targets, "--commit", commit]):
        return 1
    if dry:
        say(f"dry run: the branch stays, {tag} is not set; notes in {place.relative_to(ROOT)}, packages in {DIST.name}")
        return 0
    git("merge", "--ff-only", "--quiet", commit)
    git("tag", "-a", tag, commit, "-m", notes(version)["en"])
    say(f"the branch is at {commit[:12]}, the tag {tag} is set; nothing was pushed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
