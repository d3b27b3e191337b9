"""Known findings in what a package contains (vex.toml) as a CycloneDX VEX beside its bill of materials."""

from __future__ import annotations

import json
import tomllib
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import bill
from workshop import HERE, NAME, BuildError, Release


def findings() -> tuple[str, list[dict[str, Any]]]:
    """The day that the list is of, and its entries."""
    read = tomllib.loads((HERE / "vex.toml").read_text("utf-8"))
    return read["as_of"], read["finding"]


def write(target: Path, release: Release, beside: Path, system: str) -> None:
    """The VEX of one package.

    Args:
        beside: the package's bill of materials; each finding points to a component of it.
        system: "linux", "arm64" or "windows".

    Raises:
        BuildError: a finding names a part that the bill does not have.
    """
    told = json.loads(beside.read_text("utf-8"))
    day, known = findings()
    made = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, told['serialNumber'] + day)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(release.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "component": {"type": "application", "name": NAME, "version": release.version},
            "properties": [
                {"name": "findings-known-up-to", "value": day},
                {"name": "complete", "value": "no: kept by hand, without asking a service"},
            ],
        },
        "vulnerabilities": list(_entries(told, known, system)),
    }
    target.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _entries(told: dict[str, Any], known: list[dict[str, Any]], system: str) -> Iterator[dict[str, Any]]:
    serial, version = told["serialNumber"].removeprefix("urn:uuid:"), told["version"]
    for finding in known:
        if system not in finding.get("systems", (system,)):
            continue
        within = [each for each in told["components"] if each["name"] == finding.get("of", each["name"])]
        hit = next((each for each in bill.flat(within) if each["name"] == finding["part"]), None)
        if hit is None:
            raise BuildError(f"vex.toml: {finding['id']} is about {finding['part']}, which is in no package")
        analysis = {key: finding[key] for key in ("state", "justification", "response", "detail") if key in finding}
        where = "RUSTSEC" if finding["id"].startswith("RUSTSEC") else "NVD"
        yield {
            "bom-ref": f"{finding['id']}:{finding['part']}",
            "id": finding["id"],
            "source": {"name": where},
            "analysis": analysis,
            "affects": [{"ref": f"urn:cdx:{serial}/{version}#{hit['bom-ref']}"}],
        }
