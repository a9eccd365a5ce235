"""``drafts.toml``: the forms the drafts follow, checked when read."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import msgspec

from auditor.errors import AuditorError
from auditor.models import COMPONENTS, MANUFACTURING, SERVICE_DELIVERY

FOURTEEN = SERVICE_DELIVERY + MANUFACTURING


class FormsError(AuditorError):
    """``drafts.toml`` is wrong: which entry, how to mend it."""


class _Form(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Base: an unknown key is a slip of the pen."""


class Words(_Form, frozen=True):
    """Sentences all drafts share."""

    draft: str
    note: str
    blank: str
    blank_short: str
    copy: str
    source: str
    check_page: str
    check_unit: str
    check_product: str
    more: str
    service: str


class Standard(_Form, frozen=True):
    """The standard of one service: 14 components in two parts, a hint for each blank."""

    title: str
    service: str
    part_a: str
    part_b: str
    number: str
    component: str
    description: str
    basis: str
    unit_wide: tuple[str, ...]
    hints: dict[str, str]


class Sop(_Form, frozen=True):
    """The SOP sheet: identity block, boxes two by two, columns of the flow table."""

    title: str
    basis: str
    unit: str
    block: tuple[str, ...]
    boxes: tuple[tuple[str, str], ...]
    flow: tuple[str, ...]
    quality: str
    hints: dict[str, str]
    from_component: dict[str, str]


class Promise(_Form, frozen=True):
    """The maklumat."""

    title: str
    text: str
    place: str
    head: str
    name: str
    existing: str
    basis: str


class Element(_Form, frozen=True):
    """One of the nine elements of the survey, with four answers from worst to best."""

    title: str
    question: str
    answers: tuple[str, str, str, str]


class Survey(_Form, frozen=True):
    """The questionnaire."""

    title: str
    lead: str
    unit: str
    service: str
    date: str
    age: str
    sex: str
    education: str
    work: str
    disability: str
    question: str
    answer: str
    remarks: str
    grades: str
    basis: str
    elements: tuple[Element, ...]


class Page(_Form, frozen=True):
    """The web page."""

    title: str
    delete: str
    hours: str
    promise: str


class Forms(_Form, frozen=True):
    """The whole file."""

    words: Words
    standard: Standard
    sop: Sop
    promise: Promise
    survey: Survey
    page: Page


@lru_cache(maxsize=1)
def load_forms() -> Forms:
    """The forms. Raises FormsError where a component has no hint or the survey not nine elements."""
    raw = resources.files(__package__).joinpath("drafts.toml").read_bytes()
    forms = msgspec.toml.decode(raw, type=Forms)
    missing = [code for code in FOURTEEN if code not in forms.standard.hints]
    named = (*forms.standard.unit_wide, *forms.sop.from_component.values())
    unknown = [code for code in named if code not in COMPONENTS]
    if missing or unknown or len(forms.survey.elements) != 9:
        raise FormsError(
            f"drafts.toml: petunjuk belum ada: {', '.join(missing) or '-'}; komponen tak dikenal: "
            f"{', '.join(unknown) or '-'}; unsur survei harus 9, kini {len(forms.survey.elements)}"
        )
    return forms
