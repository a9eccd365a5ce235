"""The words of the reports, by language and stable name."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from auditor.errors import AuditorError
from auditor.models import COMPONENTS
from auditor.signals import cause_text

LANGUAGES = ("id", "en")
_REQUIRED = (
    "labels",
    "verdicts",
    "verdict_marks",
    "verdict_meanings",
    "statuses",
    "status_meanings",
    "domains",
    "https",
    "kinds",
    "sources",
    "groups",
    "components",
    "short",
    "advice",
    "problems",
    "durations",
    "channels",
    "origins",
    "outcomes",
    "reasons",
    "causes",
)


class TextError(AuditorError):
    """A file of words is wrong, or the language is unknown."""


@dataclass(frozen=True)
class Texts:
    """Words by section and name; ``texts("verdicts", "partial")``."""

    lang: str
    tables: dict[str, dict[str, str]]

    def __call__(self, section: str, name: str) -> str:
        """The words for a name; a name that is not listed is shown as it is, made readable."""
        return self.tables[section].get(name) or name.replace("_", " ")

    def knows(self, section: str, name: str) -> bool:
        """Whether a section lists a name."""
        return name in self.tables[section]

    def cause(self, reason: str) -> str:
        """A site's or candidate's reason: a known cause, ``cause: detail``, or a sentence as it stands."""
        name, colon, detail = (part.strip() for part in reason.partition(":"))
        words = cause_text(name)
        if words == name:
            if not self.knows("causes", name):
                return reason.replace("_", " ") if reason.isidentifier() else reason
            words = self.tables["causes"][name]
        return f"{words} ({detail})" if colon and detail else words

    def reason(self, component: str, reason: str) -> str:
        """The sentence behind a finding's reason: the component's own, a common one, or the site's status."""
        own = component_reasons(component)
        shared = "status_meanings" if self.knows("status_meanings", reason) else "reasons"
        return own.get(reason) or self(shared, reason)


@lru_cache(maxsize=4)
def load_texts(lang: str = "id") -> Texts:
    """The words of a language, Indonesian where it lacks some. Raises TextError."""
    if lang not in LANGUAGES:
        raise TextError(f"bahasa {lang!r} tidak ada; pilih: {', '.join(LANGUAGES)}")
    tables = _read("id")
    for name in _REQUIRED:
        if name not in tables:
            raise TextError(f"texts/id: bagian [{name}] belum ada; tambahkan")
    for section in ("components", "short", "advice"):
        missing = [code for code in COMPONENTS if code not in tables[section]]
        if missing:
            raise TextError(f"texts/id: [{section}] belum memuat {', '.join(missing)}; tambahkan")
    if lang != "id":
        for section, words in _read(lang).items():
            tables[section] = {**tables.get(section, {}), **words}
    return Texts(lang, tables)


def _read(lang: str) -> dict[str, dict[str, str]]:
    """Every file of a language's folder; a section stands in one file only. Raises TextError."""
    tables: dict[str, dict[str, str]] = {}
    for file in sorted(resources.files(__name__).joinpath(lang).iterdir(), key=lambda entry: entry.name):
        for section, words in tomllib.loads(file.read_text("utf-8")).items():
            if section in tables:
                raise TextError(f"texts/{lang}/{file.name}: bagian [{section}] sudah ada di berkas lain")
            tables[section] = words
    return tables


@lru_cache(maxsize=len(COMPONENTS))
def component_reasons(component: str) -> dict[str, str]:
    """``[reasons]`` of a component's phrase file: finding reason to Indonesian sentence."""
    file = resources.files("auditor").joinpath("checks", "phrases", f"{component}.toml")
    if component not in COMPONENTS or not file.is_file():
        return {}
    reasons = tomllib.loads(file.read_text("utf-8")).get("reasons", {})
    return {str(name): str(words) for name, words in reasons.items()}
