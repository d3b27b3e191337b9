"""The package policy-reader-ocr: the recogniser and its models, in a folder beside the installed program.

Made of the wheels that requirements-ocr.lock has and requirements.lock has not; the program needs nothing of it to run.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import shutil
import sysconfig
from pathlib import Path

import bill
import deb
import source
import wheels
from licences import LICENCE_FILE
from workshop import DIST, HERE, NAME, ROOT, WORK, BuildError, Release, fill, fresh, put, run, say, tree_size

PACKAGE = f"{NAME}-ocr"
LOCK = ROOT / "requirements-ocr.lock"
PACKED, INSTALLED = 160_000_000, 480_000_000  # bytes
# The web client that models could be fetched with: the program puts an empty one in its place. Below it, what only the
# tools of onnxruntime for making models ask for.
UNUSED = {
    "requests", "urllib3", "certifi", "idna", "charset-normalizer", "colorama",
    "coloredlogs", "humanfriendly", "mpmath", "sympy", "pyreadline3",
}  # fmt: skip
SPDX = {
    "colorlog": "MIT", "flatbuffers": "Apache-2.0", "numpy": "BSD-3-Clause", "omegaconf": "BSD-3-Clause",
    "onnxruntime": "MIT", "opencv-python-headless": "Apache-2.0", "packaging": "Apache-2.0", "pillow": "MIT-CMU",
    "protobuf": "BSD-3-Clause", "pyclipper": "MIT", "pyyaml": "MIT", "rapidocr": "Apache-2.0",
    "shapely": "BSD-3-Clause", "six": "MIT", "tqdm": "MPL-2.0 AND MIT",
}  # fmt: skip
GONE = ["*/tests", "*/test", "onnxruntime/tools", "onnxruntime/datasets", "onnxruntime/transformers",
    "onnxruntime/quantization", "numpy/_pyinstaller", "numpy/*/include", "numpy/*/*.a", "numpy/*/*/*.a", "bin", "*.pth",
    "cv2/data", "rapidocr/inference_engine/pytorch"]  # fmt: skip
# Of Python's own library: what the frozen program has left out and the recogniser may ask for, all of it plain Python.
NOT_LIBRARY = {"site-packages", "test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "lib-dynload",
    "pydoc_data", "venv", "__pycache__"}  # fmt: skip


def entries() -> dict[str, str]:
    """Name → entry of the lock, of what is packed; of several versions the one for the freezer's Python."""
    text = LOCK.read_text("utf-8")
    kept: dict[str, str] = {}
    for entry in re.split(r"\n(?=[a-z0-9])", text):
        name, _, rest = entry.partition("==")
        marker = rest.partition("\n")[0]
        if name not in bill.locked() and name not in UNUSED and ">= '3.12'" not in marker:
            kept[name] = entry.rstrip()
    return kept


def build(release: Release) -> Path:
    """dist/policy-reader-ocr_VERSION_amd64.deb."""
    python = source.environment()
    site = installed(python)
    root = fresh(WORK / "deb-ocr")
    home = root / deb.HOME / "ocr"
    shutil.copytree(site, home, ignore=shutil.ignore_patterns("__pycache__", "*.pyi", "direct_url.json", "REQUESTED"))
    for pattern in GONE:
        for path in sorted(home.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    library(home / "stdlib")
    documents = root / "usr/share/doc" / PACKAGE
    licences(site, documents / "licences")
    put(documents / "sbom.cdx.json", json.dumps(components(site), ensure_ascii=False, indent=1) + "\n")
    put(documents / "copyright", (HERE / "linux" / "copyright").read_text("utf-8"))
    put(root / "DEBIAN/control", fill(
        HERE / "linux" / "control-ocr", package=PACKAGE, version=release.version, machine=deb.AMD64,
        size=-(-tree_size(root) // 1024), libc=deb.LIBC_OF[deb.AMD64],
    ))  # fmt: skip
    target = deb.pack(root, DIST / f"{PACKAGE}_{release.version}_{deb.AMD64}.deb", release)
    packed, size = target.stat().st_size, tree_size(root)
    say(f"{target.name}: {packed / 1e6:.0f} MB, {size / 1e6:.0f} MB installed")
    if packed > PACKED or size > INSTALLED:
        raise BuildError(f"{target.name} has grown too big: {packed} bytes packed, {size} installed")
    return target


def installed(python: Path) -> Path:
    """The locked wheels, for the oldest system that is promised, in a folder of their own."""
    folder, site = fresh(WORK / "wheels-ocr"), fresh(WORK / "site-ocr")
    put(WORK / "ocr.lock", "\n".join(entries().values()) + "\n")
    version, tags = wheels.PLATFORMS["linux-x86_64"]
    wheels.fetch(python, version, tags, WORK / "ocr.lock", folder)
    command = [str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    run([*command, "--target", str(site), *map(str, sorted(folder.glob("*.whl")))])
    return site


def library(target: Path) -> None:
    """The plain Python part of Python's own library."""
    shutil.copytree(
        sysconfig.get_paths()["stdlib"], target,
        ignore=lambda _, names: [n for n in names if n in NOT_LIBRARY or ("." in n and not n.endswith(".py"))],
    )  # fmt: skip


def packages(site: Path) -> dict[str, importlib.metadata.Distribution]:
    """What is packed, by its name in the lock. Raises BuildError where something is missing."""
    found = {
        re.sub(r"[-_.]+", "-", each.metadata["Name"]).lower(): each
        for each in importlib.metadata.distributions(path=[str(site)])
    }
    if missing := sorted(entries().keys() - found.keys()):
        raise BuildError(f"not installed in {site}: {', '.join(missing)}")
    return {name: found[name] for name in sorted(entries())}


def licences(site: Path, target: Path) -> None:
    """The licence texts of all, models and compiled-in parts too. Raises BuildError where a package has none."""
    target.mkdir(parents=True)
    for name, package in packages(site).items():
        texts = [file for file in package.files or () if LICENCE_FILE.search(str(file)) or _of_models(str(file))]
        if not texts and name != "flatbuffers":  # Apache-2.0, the text of which comes with the program itself
            raise BuildError(f"{name} comes without a licence text")
        for number, file in enumerate(sorted(texts, key=str)):
            suffix = "" if number == 0 else f"-{number}"
            shutil.copyfile(str(file.locate()), target / f"{name}{suffix}.txt")
    shutil.copyfile(ROOT / "LICENSE", target / "Apache-2.0.txt")
    shutil.copyfile(HERE / "licences" / "Python.txt", target / "Python.txt")


def _of_models(file: str) -> bool:
    return file.endswith("MODEL_LICENSES.md")


def components(site: Path) -> dict[str, object]:
    """The bill of materials, CycloneDX 1.6."""
    sums = bill.archives(WORK / "wheels-ocr")
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6",
        "version": 1,
        "components": [
            bill.python_component(name, package, SPDX[name], hashed=sums.get(name))
            for name, package in packages(site).items()
        ],
    }  # fmt: skip
