"""The verbs of the command line: thin; each hands over to the layer that does the job.

Exit status: 0 finished, 2 wrong use or invalid input, 3 finished with units that could not be
assessed, 130 stopped by the user (state kept).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from auditor.errors import AuditorError

if TYPE_CHECKING:
    from auditor.models import Results

app = typer.Typer(
    name="auditor",
    help="Memeriksa situs OPD dan puskesmas: domain go.id dan standar pelayanan yang dipublikasikan, "
    "disertai bukti. Skor informasi daring ini milik proyek, bukan nilai Ombudsman.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

INVALID, INTERRUPTED = 2, 130
FORMATS = ("html", "xlsx", "pdf", "csv", "json")

Out = Annotated[Path, typer.Option("--out", help="Folder hasil.")]
Targets = Annotated[list[Path], typer.Argument(help="Berkas sasaran (targets/*.csv).")]
RunDir = Annotated[Path, typer.Argument(help="Folder hasil audit (yang berisi run.json).")]
Format = Annotated[str, typer.Option("--format", help=f"Bentuk laporan, dipisah koma: {','.join(FORMATS)}.")]
Lang = Annotated[str, typer.Option("--lang", help="Bahasa laporan: id atau en.")]
RubricName = Annotated[str, typer.Option("--rubric", help="Rubrik: nama, nama@versi atau berkas .toml.")]
RegionsFile = Annotated[
    Path | None, typer.Option("--regions", help="CSV wilayah tambahan yang belum ada dalam data acuan.")
]
SkipBad = Annotated[
    bool, typer.Option("--skip-bad-rows", help="Audit baris yang benar walau ada baris yang salah.")
]
Only = Annotated[list[str] | None, typer.Option("--only", help="Hanya unit ini (boleh diulang).")]
Resume = Annotated[bool, typer.Option("--resume", help="Lanjutkan audit yang terhenti di folder --out.")]
Progress = Annotated[bool, typer.Option("--progress/--no-progress", help="Tampilkan kemajuan.")]
Ocr = Annotated[str, typer.Option("--ocr", help="Baca gambar dan pindaian: auto atau never.")]
Nameserver = Annotated[str, typer.Option("--nameserver", help="Bertanya hanya ke server DNS ini: HOST:PORT.")]
ConnectTo = Annotated[
    list[str] | None,
    typer.Option("--connect-to", help="HOST1:PORT1:HOST2:PORT2 seperti pada curl; boleh diulang."),
]
Proxy = Annotated[str, typer.Option("--proxy", help="Proksi HTTP: http://HOST:PORT.")]
Contact = Annotated[str, typer.Option("--contact", help="Surel penanggung jawab, disebut di User-Agent.")]
MaxPages = Annotated[int, typer.Option("--max-pages", min=1, help="Halaman paling banyak per unit.")]
Render = Annotated[str, typer.Option("--render", help="Peramban bagi halaman JavaScript: auto|never|always.")]
Delay = Annotated[float, typer.Option("--delay", min=0, help="Jeda antarpermintaan per domain, detik.")]
CaFile = Annotated[
    str, typer.Option("--ca-file", help="Berkas PEM otoritas sertifikat tambahan yang dipercaya.")
]


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder hasil; isinya diganti.")] = Path("reports/demo"),
    progress: Progress = True,
) -> None:
    """Audit wilayah latihan: internet kecil di komputer ini, tanpa jaringan luar."""
    from auditor.practice.demo import demo as run_demo  # noqa: PLC0415

    raise typer.Exit(run_demo(out, progress=progress))


@app.command()
def run(
    targets: Targets,
    out: Out,
    resume: Resume = False,
    only: Only = None,
    skip_bad_rows: SkipBad = False,
    rubric: RubricName = "uu25-2009",
    regions: RegionsFile = None,
    nameserver: Nameserver = "",
    connect_to: ConnectTo = None,
    proxy: Proxy = "",
    contact: Contact = "",
    max_pages: MaxPages = 80,
    render: Render = "auto",
    ocr: Ocr = "auto",
    delay: Delay = 1.0,
    ca_file: CaFile = "",
    formats: Format = "html,xlsx,csv,json",
    lang: Lang = "id",
    progress: Progress = True,
) -> None:
    """Audit semua unit dalam berkas sasaran: cari situs, jelajahi, periksa, nilai, laporkan."""
    from auditor.jobs.audit import Order, audit  # noqa: PLC0415
    from auditor.spiders.options import CrawlOptions, parse_connect_to  # noqa: PLC0415

    order = Order(
        targets=tuple(targets),
        out=out,
        crawl=CrawlOptions(
            nameserver=nameserver,
            connect_to=parse_connect_to(connect_to or ()),
            proxy=proxy,
            contact=contact,
            max_pages=max_pages,
            render=render,
            delay=delay,
            ca_file=ca_file,
        ),
        resume=resume,
        only=tuple(only or ()),
        skip_bad_rows=skip_bad_rows,
        rubric=rubric,
        regions=regions,
        ocr=_one_of("--ocr", ocr, ("auto", "never")),
        formats=_formats(formats),
        lang=_one_of("--lang", lang, ("id", "en")),
        progress=progress,
    )
    raise typer.Exit(audit(order))


@app.command()
def discover(
    targets: Targets,
    out: Out,
    resume: Resume = False,
    only: Only = None,
    skip_bad_rows: SkipBad = False,
    regions: RegionsFile = None,
    nameserver: Nameserver = "",
    connect_to: ConnectTo = None,
    proxy: Proxy = "",
    contact: Contact = "",
    render: Render = "auto",
    delay: Delay = 1.0,
    ca_file: CaFile = "",
    formats: Format = "html,xlsx,csv,json",
    lang: Lang = "id",
    progress: Progress = True,
) -> None:
    """Hanya mencari situs setiap unit: beranda dibuka, komponen tidak diperiksa."""
    from auditor.jobs.audit import Order, audit  # noqa: PLC0415
    from auditor.spiders.options import CrawlOptions, parse_connect_to  # noqa: PLC0415

    order = Order(
        targets=tuple(targets),
        out=out,
        crawl=CrawlOptions(
            nameserver=nameserver,
            connect_to=parse_connect_to(connect_to or ()),
            proxy=proxy,
            contact=contact,
            max_pages=1,
            max_documents=0,
            max_images=0,
            render=render,
            delay=delay,
            ca_file=ca_file,
        ),
        resume=resume,
        only=tuple(only or ()),
        skip_bad_rows=skip_bad_rows,
        regions=regions,
        ocr="never",
        formats=_formats(formats),
        lang=_one_of("--lang", lang, ("id", "en")),
        progress=progress,
        site_only=True,
    )
    raise typer.Exit(audit(order))


@app.command()
def recheck(
    folder: RunDir,
    rubric: Annotated[
        str | None, typer.Option("--rubric", help="Nilai dengan rubrik lain; tanpa ini rubrik semula.")
    ] = None,
    formats: Format = "html,xlsx,csv,json",
    lang: Lang = "id",
) -> None:
    """Periksa ulang halaman yang tersimpan, tanpa jaringan."""
    from auditor.jobs.run import recheck as judge_again  # noqa: PLC0415
    from auditor.progress import closing_table  # noqa: PLC0415

    results = judge_again(folder, rubric=rubric, formats=_formats(formats), lang=lang)
    closing_table(results, folder)


@app.command()
def report(folder: RunDir, formats: Format = "html,xlsx,csv,json", lang: Lang = "id") -> None:
    """Tulis ulang laporan dari results.json."""
    from auditor.reporting import write  # noqa: PLC0415

    for path in write(_results(folder), folder, _formats(formats), _one_of("--lang", lang, ("id", "en"))):
        typer.echo(path)


@app.command()
def explain(
    folder: RunDir,
    unit_id: Annotated[str, typer.Argument(help="Unit yang hendak dijelaskan.")],
    component: Annotated[str | None, typer.Argument(help="Satu komponen saja, mis. biaya.")] = None,
) -> None:
    """Jelaskan mengapa: bukti, aturan dan poin setiap putusan."""
    from auditor.explain import explain as explain_unit  # noqa: PLC0415

    typer.echo(explain_unit(_results(folder), unit_id, component or ""))


@app.command()
def compare(
    before: Annotated[Path, typer.Argument(help="Folder hasil yang lebih lama.")],
    after: Annotated[Path, typer.Argument(help="Folder hasil yang lebih baru.")],
) -> None:
    """Apa yang berubah di antara dua audit: membaik, turun, baru, hilang, dan sebabnya."""
    from auditor.compare import compare as compare_results  # noqa: PLC0415
    from auditor.compare import to_text  # noqa: PLC0415

    typer.echo(to_text(compare_results(_results(before), _results(after))))


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

    _one_of("--part", part, ("all", "open", "kept_away"))
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
    from auditor.jobs.accuracy import summary  # noqa: PLC0415
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


@app.command()
def init(
    region: Annotated[str, typer.Argument(help="Kode atau nama wilayah, mis. 61.12 atau 'Kubu Raya'.")],
    folder: Annotated[Path, typer.Option("--folder", help="Folder berkas sasaran.")] = Path("targets"),
    regions: RegionsFile = None,
) -> None:
    """Tulis berkas sasaran awal suatu wilayah dari data acuan; petugas melengkapinya."""
    from auditor.init_targets import build, file_name, find_region, write_targets  # noqa: PLC0415
    from auditor.reference import load_regions  # noqa: PLC0415

    found = find_region(region, load_regions(regions))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(found)
    write_targets(build(found), path)
    typer.echo(path)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def practice(
    context: typer.Context,
) -> None:
    """Wilayah latihan di loopback: serve [--sites FOLDER], check … (lihat auditor/practice/README.md)."""
    from auditor.practice.command import main as practice_main  # noqa: PLC0415

    raise typer.Exit(practice_main(context.args))


@app.command()
def schema() -> None:
    """Cetak JSON Schema dari results.json."""
    import json  # noqa: PLC0415

    from auditor.results import json_schema  # noqa: PLC0415

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))


def main(argv: Sequence[str] | None = None) -> None:
    """Entry point: a user's mistake is one line on standard error, never a traceback."""
    logging.raiseExceptions = False  # a log that a full disk does not take is no second trouble
    try:
        app(args=list(argv) if argv is not None else None)
    except AuditorError as error:
        typer.echo(f"auditor: {error}", err=True)
        sys.exit(INVALID)
    except KeyboardInterrupt:
        typer.echo("auditor: dihentikan; yang sudah selesai tersimpan", err=True)
        sys.exit(INTERRUPTED)


def _results(folder: Path) -> Results:
    from auditor.jobs.folder import RunFolder  # noqa: PLC0415

    return RunFolder(folder).read_results()


def _formats(text: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        _one_of("--format", name, FORMATS)
    return names


def _one_of(option: str, value: str, allowed: Sequence[str]) -> str:
    if value not in allowed:
        raise AuditorError(f"{option} {value!r}: pilih {', '.join(allowed)}")
    return value
