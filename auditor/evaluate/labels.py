"""A person's labels: the format of the corpus, read strictly.

``sites:`` is a list; each entry names the unit (``unit_id``, ``host``, ``start``, ``name``, ``kind``)
and gives ``labels`` (component to ``verdict``, ``evidence``, ``values``, ``channels``,
``online_status``), ``problems`` and, where the website as a whole was judged too, ``site`` and
``services``. ``problems_complete: true`` says that a problem not listed is not there; it is the
default where ``site`` is given. Entries whose ``verdict`` (``status``, ``kind``) stands there empty are
proposals of ``auditor label`` that nobody confirmed: they are no labels.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Literal

import msgspec
import yaml

from auditor.errors import AuditorError
from auditor.models import COMPONENTS, DomainClass, Https, SiteStatus, Verdict

Part = Literal["all", "open", "kept_away"]


class LabelError(AuditorError):
    """A label file is wrong: file, site, what, the mend."""


class LabelledEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """Where a person saw it: file or address, the words, and how (html, pdf, image, ...)."""

    quote: str = ""
    file: str = ""
    url: str = ""
    via: str = ""
    page: str = ""


class LabelledChannel(msgspec.Struct, frozen=True, kw_only=True):
    """A complaint channel by its label kind."""

    kind: str
    value: str = ""


class ComponentLabel(msgspec.Struct, frozen=True, kw_only=True):
    """The true verdict on one component. ``values`` are words or objects as in ``results.json``."""

    verdict: Verdict
    evidence: list[LabelledEvidence] = []
    values: list[str | dict[str, Any]] = []
    channels: list[LabelledChannel] = []
    form: str = ""
    online_status: str = ""

    def truth(self, *, offline: bool) -> Verdict:
        """The verdict to compare with.

        A document or portal on another host was labelled by what a visitor of the live web sees
        (``online_status``); offline nobody can see more than its link, which is ``partial``.
        """
        if not self.online_status:
            return self.verdict
        if offline or self.online_status == "unverified":
            return Verdict.PARTIAL
        return Verdict.PUBLISHED if self.online_status == "likely_published" else self.verdict


class SiteLabel(msgspec.Struct, frozen=True, kw_only=True):
    """The true state of the website as a whole."""

    status: SiteStatus
    domain: DomainClass
    https: Https | None = None
    url: str = ""


class ServiceLabel(msgspec.Struct, frozen=True, kw_only=True):
    """A named service and what is true of its components."""

    name: str
    url: str = ""
    components: dict[str, ComponentLabel] = {}


class ProblemLabel(msgspec.Struct, frozen=True, kw_only=True):
    """A problem that is really there, by its label kind or the code of ``results.json``."""

    kind: str
    file: str = ""
    url: str = ""
    quote: str = ""


class UnitLabels(msgspec.Struct, frozen=True, kw_only=True):
    """All labels of one unit."""

    unit_id: str
    labels: dict[str, ComponentLabel]
    host: str = ""
    start: str = ""
    name: str = ""
    kind: str = ""
    site: SiteLabel | None = None
    services: list[ServiceLabel] = []
    problems: list[ProblemLabel] = []
    problems_complete: bool | None = None

    @property
    def kept_away(self) -> bool:
        """Whether the unit belongs to the third (by hash of its id) that is not looked at while tuning."""
        return int(hashlib.sha256(self.unit_id.encode()).hexdigest(), 16) % 3 == 0

    @property
    def absence_counts(self) -> bool:
        """Whether a problem not listed is not there."""
        return self.site is not None if self.problems_complete is None else self.problems_complete


class _File(msgspec.Struct):
    sites: list[UnitLabels]


def load_labels(path: Path) -> tuple[UnitLabels, ...]:
    """The labels of a file. Raises LabelError with the place of what is wrong."""
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
    except OSError as error:
        raise LabelError(f"{path}: label tidak dapat dibaca ({error.strerror}); periksa alamatnya") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise LabelError(f"{path}: bukan YAML yang sah: {' '.join(str(error).split())}") from None
    raw = _confirmed(raw)
    try:
        sites = msgspec.convert(raw, _File).sites
    except msgspec.ValidationError as error:
        place = _misspelt(raw)
        raise LabelError(f"{path}: {place or error}; lihat bentuk label pada docs/labels.md") from None
    seen: set[str] = set()
    for site in sites:
        if site.unit_id in seen:
            raise LabelError(f"{path}: unit_id {site.unit_id!r} muncul dua kali; hapus salah satu")
        seen.add(site.unit_id)
        named = [*site.labels, *(code for service in site.services for code in service.components)]
        unknown = sorted({code for code in named if code not in COMPONENTS})
        if unknown:
            raise LabelError(f"{path}: {site.unit_id}: komponen tak dikenal: {', '.join(unknown)}")
    return tuple(sites)


def _confirmed(raw: Any) -> Any:
    """The file without proposals; whatever else is wrong with it is left for the strict reading."""
    if not isinstance(raw, dict) or not isinstance(raw.get("sites"), list):
        return raw
    sites = [_settled(site) if isinstance(site, dict) else site for site in raw["sites"]]
    return {**raw, "sites": [site for site in sites if site is not None]}


def _settled(site: dict[str, Any]) -> dict[str, Any] | None:
    """A site with its confirmed entries; None where a proposal was all there was."""
    labels = site.get("labels")
    if not isinstance(labels, dict):
        return site
    made = {**site, "labels": _without_proposals(labels)}
    whole = site.get("site")
    if isinstance(whole, dict) and (_open(whole, "status") or _open(whole, "domain")):
        made["site"] = None
    if isinstance(site.get("problems"), list):
        made["problems"] = [problem for problem in site["problems"] if not _open(problem, "kind")]
    if isinstance(site.get("services"), list):
        made["services"] = [
            {**service, "components": _without_proposals(service["components"])}
            if isinstance(service, dict) and isinstance(service.get("components"), dict)
            else service
            for service in site["services"]
        ]
    return None if labels and not made["labels"] else made


def _without_proposals(labels: dict[str, Any]) -> dict[str, Any]:
    return {code: label for code, label in labels.items() if not _open(label, "verdict")}


def _misspelt(raw: Any) -> str:
    """The first label whose verdict is none, named as a person would look for it."""
    for site in raw.get("sites", []) if isinstance(raw, dict) else []:
        labels = site.get("labels") if isinstance(site, dict) else None
        for code, label in labels.items() if isinstance(labels, dict) else []:
            verdict = label.get("verdict") if isinstance(label, dict) else None
            if verdict is not None and verdict not in list(Verdict):
                known = ", ".join(Verdict)
                return f"{site.get('unit_id')}: {code}: verdict {verdict!r} tidak dikenal, pilih {known}"
    return ""


def _open(entry: Any, key: str) -> bool:
    """Whether the field a person has to fill is there and empty."""
    return isinstance(entry, dict) and key in entry and entry[key] in (None, "")


def select(labels: Iterable[UnitLabels], part: Part) -> tuple[UnitLabels, ...]:
    """All units, those one may look at while tuning (``open``), or the kept-away third."""
    return tuple(site for site in labels if part == "all" or site.kept_away == (part == "kept_away"))
