"""``auditor label``: a person's look at a crawled unit becomes labels in the corpus format.

The tool's own verdicts are written as *proposals*: each entry has an empty ``verdict`` (``kind``,
``status``) for the person to fill, the tool's opinion under ``proposal`` and its evidence. What is
still empty is no label: ``evaluate`` never counts it (``auditor.evaluate.labels``).
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from auditor.errors import AuditorError
from auditor.evaluate import LabelError, load_labels
from auditor.jobs.folder import RunFolder, write_atomically
from auditor.masking import mask
from auditor.models import COMPONENTS, Channel, ComponentResult, Evidence, UnitResult
from auditor.urls import host_of
from auditor.value_shapes import value_out

Entry = dict[str, Any]
"""One site of a label file as plain data; keys that this module does not know are kept."""

_HEAD = """\
# Label seorang penilai (docs/labels.md). Yang masih kosong di belakang "verdict:", "kind:" atau
# "status:" hanyalah usulan program dan TIDAK dihitung sebagai label. Lihat halamannya sendiri, isi
# verdict (published, partial, not_found, not_tested), perbaiki evidence, values dan channels, lalu
# tulis person dan date. "proposal" adalah pendapat program; biarkan saja.
"""
_EMPTY = re.compile(r"^(?P<key>[ -]*(?:verdict|kind|status|domain|https): )null$", re.MULTILINE)
_MARK = "  # <- ISI"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelling:
    """A unit's entry in a label file, ready to be shown, asked about and written back."""

    path: Path
    data: dict[str, Any]
    entry: Entry

    @property
    def settled(self) -> int:
        """Components a person has decided."""
        return sum(bool(label.get("verdict")) for label in self.entry["labels"].values())

    def write(self, person: str = "") -> None:
        """Put the file down; decided entries without a date (or person) get today's (and ``person``)."""
        today = datetime.now(UTC).date().isoformat()
        for label in self.entry["labels"].values():
            if label.get("verdict") and "proposal" in label:
                label["date"] = label.get("date") or today
                label["person"] = label.get("person") or person
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(self.data, allow_unicode=True, sort_keys=False, width=110)
        write_atomically(self.path, (_HEAD + _EMPTY.sub(rf"\g<key>{_MARK}", text)).encode())


def words() -> dict[str, dict[str, str]]:
    """The tables of ``label.toml``."""
    return _words()


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files("auditor.jobs").joinpath("label.toml").read_text("utf-8"))


def judged_unit(folder: Path, unit_id: str) -> UnitResult:
    """A unit of a finished run. Raises AuditorError naming some that are there."""
    units = RunFolder(folder).read_results().units
    found = next((unit for unit in units if unit.unit_id == unit_id), None)
    if found is None:
        some = ", ".join(unit.unit_id for unit in units[:5])
        raise AuditorError(f"unit {unit_id!r} tidak ada pada hasil {folder}; yang ada antara lain: {some}")
    return found


def open_labels(path: Path, unit: UnitResult, only: Collection[str] = ()) -> Labelling:
    """The label file with the unit's proposals put in; what a person decided there stays as it is.

    Raises LabelError when the file is no label file, AuditorError for an unknown component.
    """
    for code in only:
        if code not in COMPONENTS:
            raise AuditorError(f"komponen {code!r} tidak dikenal; pilih: {', '.join(COMPONENTS)}")
    data = _read(path)
    entry = next((site for site in data["sites"] if site.get("unit_id") == unit.unit_id), None)
    if entry is None:
        entry = _blank(unit)
        data["sites"].append(entry)
    labels = entry.setdefault("labels", {})
    for code in COMPONENTS:
        wanted = not only or code in only
        if wanted and not (labels.get(code) or {}).get("verdict"):
            labels[code] = proposal(code, unit.components[code], labels.get(code) or {})
    known = {
        (problem.get("kind") or problem.get("proposal"), problem.get("url"))
        for problem in entry.setdefault("problems", [])
    }
    for problem in unit.problems:
        if (problem.code, problem.url) not in known and not only:
            snippet = mask(problem.snippet)
            entry["problems"].append(
                {"kind": None, "proposal": problem.code, "url": problem.url, "quote": snippet}
            )
    return Labelling(path=path, data=data, entry=entry)


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {"sites": []}
    load_labels(path)  # a file that evaluate could not read is not written over
    data = yaml.safe_load(path.read_text("utf-8"))
    if not isinstance(data, dict) or not isinstance(data.get("sites"), list):
        raise LabelError(f"{path}: bukan berkas label; beri --out berkas lain")
    return data


def _blank(unit: UnitResult) -> Entry:
    address = unit.site.final_url or unit.site.url
    host = host_of(address) if address else ""
    return {
        "unit_id": unit.unit_id,
        "host": host,
        "start": address.partition("://")[2].partition("/")[2],
        "name": unit.name,
        "kind": unit.kind.value,
        "site": {
            "status": None,
            "domain": None,
            "https": None,
            "proposal": {
                "status": unit.site.status.value,
                "domain": unit.site.domain.value,
                "https": unit.site.https.value,
            },
        },
        "labels": {},
        "problems": [],
        "problems_complete": False,  # true once a person looked for every kind of problem
        "notes": "",
    }


def proposal(code: str, found: ComponentResult, earlier: Entry | None = None) -> Entry:
    """The tool's verdict on one component as an undecided label; notes written earlier stay."""
    made: Entry = {
        "verdict": None,
        "proposal": {
            "verdict": found.verdict.value,
            "confidence": found.confidence,
            "reason": found.reason,
        },
        "evidence": [proof_entry(proof) for proof in found.evidence],
    }
    if code == "pengaduan":
        made["channels"] = [
            {"kind": _words()["channels"][value.channel], "value": value.value}
            for value in found.values
            if isinstance(value, Channel)
        ]
    else:
        made["values"] = [value_out(value) for value in found.values]
    kept = {name: (earlier or {}).get(name) or "" for name in ("notes", "person", "date")}
    return {**made, **kept}


def proof_entry(proof: Evidence) -> Entry:
    """A piece of evidence as labels write it; personal numbers are masked."""
    return {
        "url": proof.url,
        "quote": mask(proof.snippet),
        "via": proof.source.value,
        "locator": proof.locator,
    }


def edit(path: Path) -> None:
    """Open the file in ``$VISUAL`` or ``$EDITOR`` and read it again. Raises AuditorError, LabelError."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command:
        raise AuditorError(f"$EDITOR belum diisi; sunting {path} dengan penyunting teks apa saja")
    try:
        ended = subprocess.run([*shlex.split(command), str(path)], check=False)  # noqa: S603 - the user's editor
    except OSError as error:
        raise AuditorError(f"$EDITOR {command!r} tidak dapat dijalankan ({error.strerror})") from error
    if ended.returncode:
        raise AuditorError(
            f"$EDITOR {command!r} berakhir dengan galat {ended.returncode}; label tidak diubah"
        )
    load_labels(path)


def disagreements(entry: Entry, unit: UnitResult) -> list[str]:
    """Components where the person's verdict is not the tool's."""
    return [
        code
        for code, label in entry["labels"].items()
        if label.get("verdict") and label["verdict"] != unit.components[code].verdict.value
    ]
