"""The web page to publish: the standards of a unit's services as an HTML fragment and as plain text.

Only what needs no second look is carried over; everything else stays a marked blank.
"""

from __future__ import annotations

from typing import Any

from auditor.masking import mask
from auditor.models import Service
from auditor.reporting.drafts.documents import Case, services
from auditor.reporting.drafts.forms import FOURTEEN
from auditor.reporting.html import environment
from auditor.reporting.printable import xml_text


def content(it: Case) -> dict[str, Any]:
    """The page's words."""
    form, words = it.forms.page, it.forms.words
    nameless = words.blank.format(hint=words.service)
    return {
        "title": form.title.format(name=it.view.name),
        "delete": form.delete,
        "hours_label": form.hours,
        "hours": it.filler.hours(),
        "promise_label": form.promise,
        "promise": it.forms.promise.text,
        "services": [
            {
                "name": " ".join(mask(service.name).split()) if service else nameless,
                "rows": [_row(it, service, code) for code in FOURTEEN],
            }
            for service in services(it)
        ],
    }


def _row(it: Case, service: Service | None, code: str) -> dict[str, Any]:
    sure = [piece for piece in it.filler.pieces(service, code) if not piece.check]
    lines = [line for piece in sure for line in xml_text(piece.text).splitlines() if line.strip()]
    hint = it.forms.standard.hints[code]
    return {
        "name": it.view.texts("components", code),
        "lines": lines,
        "blank": "" if lines else it.forms.words.blank.format(hint=hint),
    }


def html(it: Case) -> str:
    """The fragment, escaped; to be pasted into the body of a page."""
    return environment().get_template("snippet.html").render(**content(it))


def text(it: Case) -> str:
    """The same without markup."""
    page = content(it)
    lines = [page["title"], "=" * len(page["title"]), "", f"({page['delete']})"]
    if page["hours"]:
        lines += ["", f"{page['hours_label']}: {page['hours']}"]
    for service in page["services"]:
        lines += ["", service["name"], "-" * len(service["name"])]
        for row in service["rows"]:
            said = row["lines"] or [row["blank"]]
            lines.append(f"{row['name']}: {said[0]}")
            lines += [f"    {line}" for line in said[1:]]
    lines += ["", page["promise_label"], "-" * len(page["promise_label"]), page["promise"]]
    return xml_text("\n".join(lines)) + "\n"
