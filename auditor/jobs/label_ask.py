"""Asks a person at the terminal about each undecided component of a unit."""

from __future__ import annotations

from collections.abc import Collection
from typing import TextIO

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.prompt import Prompt

from auditor.jobs.label import Entry, words
from auditor.reporting.texts import load_texts

_QUESTION = "p = terpublikasi, s = sebagian, t = tidak ditemukan, b = belum teruji, l = lewati"
_VALUED = ("jangka_waktu", "biaya")


def ask(
    entry: Entry,
    console: Console,
    only: Collection[str] = (),
    *,
    person: str = "",
    stream: TextIO | None = None,
) -> None:
    """Show each proposal with its evidence and write the answers into ``entry``.

    Ends early, keeping the answers so far, when the input ends (Ctrl-D). ``stream`` is read instead
    of the terminal where given.
    """
    texts = load_texts("id")
    for code, label in entry["labels"].items():
        if label.get("verdict") or (only and code not in only):
            continue
        console.print(
            _shown(texts("components", code), texts("verdicts", label["proposal"]["verdict"]), label)
        )
        try:
            _answer(code, label, console, stream)
        except EOFError:
            return
        if label.get("verdict"):
            label["person"] = person


def _shown(title: str, verdict: str, label: Entry) -> Panel:
    said = label["proposal"]
    lines = [f"Usulan: [bold]{escape(verdict)}[/bold] (keyakinan {said['confidence']:.2f})"]
    for proof in label.get("evidence", []):
        quote = "".join(char if char.isprintable() else " " for char in proof["quote"])
        lines.append(f"“{escape(quote)}”\n  [dim]{escape(proof['url'])} {escape(proof['via'])}[/dim]")
    if not label.get("evidence"):
        lines.append("[dim]tanpa kutipan[/dim]")
    lines += [f"nilai: {escape(str(value))}" for value in label.get("values", [])]
    lines += [
        f"kanal: {escape(channel['kind'] + ' ' + channel['value'])}" for channel in label.get("channels", [])
    ]
    return Panel("\n".join(lines), title=escape(title), title_align="left")


def _answer(code: str, label: Entry, console: Console, stream: TextIO | None) -> None:
    answers = words()["answers"]
    console.print(_QUESTION)
    letter = Prompt.ask("Putusan Anda", console=console, choices=list(answers), default="l", stream=stream)
    verdict = answers[letter]
    if not verdict:
        return
    label["verdict"] = verdict
    if verdict == label["proposal"]["verdict"]:
        return
    # The tool's evidence proved something else; the person's own takes its place.
    label["evidence"] = []
    for values in ("values", "channels"):
        if values in label:
            label[values] = []
    if verdict in {"published", "partial"}:
        quote = _line("Kutipan dari halaman", console, stream)
        url = _line("Alamat halaman itu", console, stream)
        if quote or url:
            label["evidence"].append({"url": url, "quote": quote, "via": ""})
        if (
            code in _VALUED
            and verdict == "published"
            and (value := _line("Nilai seperti tertulis", console, stream))
        ):
            label["values"] = [value]
    label["notes"] = _line("Catatan", console, stream)


def _line(question: str, console: Console, stream: TextIO | None) -> str:
    return Prompt.ask(
        f"{question} (boleh kosong)", console=console, default="", show_default=False, stream=stream
    )
