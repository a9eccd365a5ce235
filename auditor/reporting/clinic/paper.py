"""The clinic's plan as a Word document, for the meeting and its notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from auditor.reporting.drafts.docx_file import DocxFile, Part
from auditor.reporting.texts import Texts


def paper(data: Mapping[str, Any], words: Texts, date: Sequence[int]) -> bytes:
    """The plan (:func:`auditor.reporting.clinic.plan.plan`) as DOCX."""
    own = data["words"]
    made = DocxFile(data["title"], date)
    made.heading(data["title"], 0)
    made.paragraph((data["subtitle"], "small"))
    made.paragraph((data["now"], "strong"))
    for line in data["outcome"]:
        made.paragraph((line, "text"))
    made.paragraph((data["note"], "small"))
    made.heading(own["first"])
    for one in data["first"]:
        made.paragraph(
            (f"{one['title']}. ", "strong"), (f"{one['task']} ({one['who']})", "text"), style="List Number"
        )
        seen = "; ".join(page["shown"] for page in one["seen"])
        if seen:
            made.paragraph((f"{own['seen']}: {seen}. {one['more']}", "small"))
    if not data["first"]:
        made.paragraph((own["first_none"], "text"))
    made.heading(own["fixes"])
    _fixes(made, data, own)
    if data["untested"]:
        made.heading(own["untested"])
        made.paragraph((own["untested_note"], "text"))
        made.table(
            [
                [
                    [(row["name"], "strong")],
                    [(row["points"], "text")],
                    [(row["why"], "text")],
                    [(row["who"], "text")],
                ]
                for row in data["untested"]
            ],
            (0.3, 0.1, 0.38, 0.22),
            head=(own["column_what"], own["column_points"], words("labels", "reason"), own["column_who"]),
        )
    made.heading(own["drafts"])
    made.paragraph((own["drafts_note"], "text"))
    made.table(
        [[[(name, "text")], [(about, "text")]] for name, about in data["listing"]],
        (0.4, 0.6),
        head=(own["column_file"], own["column_about"]),
    )
    return made.data()


def _fixes(made: DocxFile, data: Mapping[str, Any], own: Mapping[str, str]) -> None:
    if not data["fixes"]:
        made.paragraph((own["fixes_none"], "text"))
        return
    rows: list[list[list[Part]]] = []
    for row in data["fixes"]:
        what: list[Part] = [(row["name"], "strong"), (f"\n{row['what']}", "text")]
        if row["seen"]:
            what.append((f"\n{own['seen']}: {row['seen']}", "small"))
        for one in row["examples"][:1]:
            what.append((f"\n{own['examples']}: {one['name']}, “{one['quote']}” ({one['shown']})", "small"))
        rows.append(
            [
                [(row["number"], "text")],
                what,
                [(row["state"], "text")],
                [(row["points"], "strong")],
                [(row["after"], "text")],
                [(row["who"], "text")],
            ]
        )
    made.table(
        rows,
        (0.07, 0.38, 0.14, 0.09, 0.11, 0.21),
        head=(
            own["column_number"],
            own["column_what"],
            own["column_state"],
            own["column_points"],
            own["column_after"],
            own["column_who"],
        ),
    )
