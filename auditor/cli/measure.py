"""Verbs that measure the program: evaluate, accuracy, label."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.app import app
from auditor.cli.options import Lang, Progress, RegionsFile, RunDir, one_of
from auditor.errors import AuditorError


@app.command()
def evaluate(
    labels: Annotated[Path, typer.Argument(help="Label seorang penilai: labels.yaml.")],
    results: Annotated[Path, typer.Option("--results", help="results.json yang diukur.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Tulis juga evaluation.html dan evaluation.json di sini.")
    ] = None,
    part: Annotated[
        str,
        typer.Option("--part", help="all, open (dua pertiga) atau kept_away (sepertiga yang disisihkan)."),
    ] = "all",
    baseline: Annotated[
        bool, typer.Option("--baseline", help="Bandingkan dengan pencarian kata kunci (membaca arsip lagi).")
    ] = False,
    lang: Lang = "id",
) -> None:
    """Ukur ketepatan putusan terhadap label seorang penilai."""
    from auditor.jobs.measure import measure  # noqa: PLC0415

    one_of("--part", part, ("all", "open", "kept_away"))
    typer.echo(measure(labels, results, part=part, baseline=baseline, out=out, lang=lang))


@app.command()
def accuracy(
    corpus: Annotated[
        Path | None,
        typer.Option(
            "--corpus", help="Folder labels.yaml dengan sites/ (tangkapan) atau hasil audit sendiri."
        ),
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="Laporan Markdown.")] = Path("docs/accuracy.md"),
    with_practice: Annotated[
        bool, typer.Option("--practice/--no-practice", help="Ukur juga wilayah latihan.")
    ] = True,
    targets: Annotated[
        Path | None, typer.Option("--targets", help="Berkas sasaran situs tangkapan; tanpa ini dari label.")
    ] = None,
    regions: RegionsFile = None,
    details: Annotated[
        Path | None, typer.Option("--details", help="Simpan hasil audit dan setiap perbedaan di folder ini.")
    ] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Nilai ulang arsip di --details tanpa menjelajah lagi.")
    ] = False,
    progress: Progress = True,
) -> None:
    """Ukur ketepatan pada situs berlabel dan wilayah latihan, dan tulis laporannya."""
    from tempfile import TemporaryDirectory  # noqa: PLC0415

    from auditor.jobs.accuracy import accuracy as measure_accuracy  # noqa: PLC0415
    from auditor.jobs.accuracy_report import summary  # noqa: PLC0415
    from auditor.practice.grounds import labelled_ground, practice_ground  # noqa: PLC0415

    if corpus is None and not with_practice:
        raise AuditorError("tidak ada yang diukur: beri --corpus FOLDER atau --practice")
    with TemporaryDirectory(prefix="auditor-grounds-") as scratch:
        grounds = []
        if corpus is not None:
            grounds.append(labelled_ground(corpus, Path(scratch) / "corpus", targets, regions))
        if with_practice:
            grounds.append(practice_ground(Path(scratch) / "practice"))
        measured = measure_accuracy(grounds, out, details=details, again=again, progress=progress)
    typer.echo(summary(measured))
    typer.echo(f"Laporan: {out}")


@app.command()
def label(
    folder: RunDir,
    unit_id: Annotated[str, typer.Argument(help="Unit yang dilihat orang.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Berkas label; tanpa ini labels.yaml di folder hasil.")
    ] = None,
    component: Annotated[
        list[str] | None, typer.Option("--component", help="Hanya komponen ini (boleh diulang).")
    ] = None,
    person: Annotated[str, typer.Option("--person", help="Siapa yang menilai.")] = "",
    edit: Annotated[bool, typer.Option("--edit", help="Buka berkas label dengan $EDITOR.")] = False,
    ask: Annotated[
        bool | None, typer.Option("--ask/--no-ask", help="Tanya satu per satu; bawaannya bila ada terminal.")
    ] = None,
    as_case: Annotated[
        bool, typer.Option("--as-case", help="Cetak kasus YAML untuk putusan yang dikoreksi orang.")
    ] = False,
) -> None:
    """Jadikan penilaian seseorang atas satu unit sebagai label; putusan program hanya usulan."""
    from auditor.jobs import label as labelling  # noqa: PLC0415

    path = out or folder / "labels.yaml"
    unit = labelling.judged_unit(folder, unit_id)
    found = labelling.open_labels(path, unit, component or ())
    if as_case:
        from auditor.jobs.label_case import cases  # noqa: PLC0415

        typer.echo(cases(folder, found.entry, unit), nl=False)
        return
    if (sys.stdin.isatty() and sys.stdout.isatty() and not edit) if ask is None else ask:
        from rich.console import Console  # noqa: PLC0415

        from auditor.jobs.label_ask import ask as ask_person  # noqa: PLC0415

        ask_person(found.entry, Console(), component or (), person=person)
    found.write(person)
    if edit:
        labelling.edit(path)
        found = labelling.open_labels(path, unit, component or ())
        found.write(person)
    left = len(found.entry["labels"]) - found.settled
    typer.echo(f"{path}: {found.settled} komponen ditetapkan, {left} masih usulan (belum dihitung)")
