"""Verbs that read finished runs: report, explain, compare."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.app import app
from auditor.cli.options import Format, Lang, RunDir, formats_of, one_of, read_results


@app.command()
def report(folder: RunDir, formats: Format = "html,xlsx,csv,json", lang: Lang = "id") -> None:
    """Tulis ulang laporan dari results.json."""
    from auditor.reporting import write  # noqa: PLC0415

    for path in write(
        read_results(folder), folder, formats_of(formats), one_of("--lang", lang, ("id", "en"))
    ):
        typer.echo(path)


@app.command()
def explain(
    folder: RunDir,
    unit_id: Annotated[str, typer.Argument(help="Unit yang hendak dijelaskan.")],
    component: Annotated[str | None, typer.Argument(help="Satu komponen saja, mis. biaya.")] = None,
) -> None:
    """Jelaskan mengapa: bukti, aturan dan poin setiap putusan."""
    from auditor.explain import explain as explain_unit  # noqa: PLC0415

    typer.echo(explain_unit(read_results(folder), unit_id, component or ""))


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="Folder hasil yang lebih lama.")],
    after: Annotated[Path, typer.Argument(help="Folder hasil yang lebih baru.")],
) -> None:
    """Apa yang berubah di antara dua audit: membaik, turun, baru, hilang, dan sebabnya."""
    from auditor.compare import compare as compare_results  # noqa: PLC0415
    from auditor.compare.text import to_text  # noqa: PLC0415
    from auditor.jobs.history import archives_of  # noqa: PLC0415

    found = compare_results(read_results(before), read_results(after), archives_of(before, after))
    typer.echo(to_text(found))
