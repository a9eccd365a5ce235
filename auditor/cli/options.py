"""Options that several verbs share, each read and refused in one place."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, is_dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from auditor.errors import AuditorError

if TYPE_CHECKING:
    from auditor.models import Results

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
Previous = Annotated[
    Path | None,
    typer.Option(
        "--previous", help="Folder audit yang lalu: halaman yang tidak berubah tidak diunduh dan dibaca lagi."
    ),
]
FullEvery = Annotated[
    int,
    typer.Option("--full-every", min=1, help="Setiap sekian audit, semua halaman diunduh utuh (--previous)."),
]
Progress = Annotated[bool, typer.Option("--progress/--no-progress", help="Tampilkan kemajuan.")]
Ocr = Annotated[str, typer.Option("--ocr", help="Baca gambar: auto, never, atau batas per unit, mis. 3.")]
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
Decisions = Annotated[
    list[Path] | None,
    typer.Option(
        "--decisions", help="CSV keputusan orang; decisions.csv di samping berkas sasaran selalu dibaca."
    ),
]
CertificateLog = Annotated[
    str,
    typer.Option("--ct", help="Tanya log sertifikat (seperti crt.sh): alamat dengan {domain}."),
]
SearchApi = Annotated[
    str,
    typer.Option(
        "--search", help="Tanya API pencarian: alamat dengan {query}; kunci dari AUDITOR_SEARCH_KEY."
    ),
]
Patience = Annotated[
    float, typer.Option("--patience", min=0, help="Menunggu jaringan yang putus paling lama, detik.")
]
Accessibility = Annotated[
    bool,
    typer.Option(
        "--accessibility", help="Periksa juga aksesibilitas beranda dan halaman layanan dalam peramban."
    ),
]
CaFile = Annotated[
    str, typer.Option("--ca-file", help="Berkas PEM otoritas sertifikat tambahan yang dipercaya.")
]
MetricsAt = Annotated[str, typer.Option("--metrics", help="Angka untuk Prometheus di HOST:PORT.")]


@dataclass(frozen=True, kw_only=True)
class Line:
    """How this machine reaches the network; the fields are named as those of CrawlOptions."""

    nameserver: Nameserver = ""
    connect_to: ConnectTo = None
    proxy: Proxy = ""
    contact: Contact = ""
    ca_file: CaFile = ""

    def told(self) -> dict[str, Any]:
        """Arguments for CrawlOptions. Raises AuditorError for a rule of --connect-to that means nothing."""
        from auditor.spiders.options import parse_connect_to  # noqa: PLC0415

        return {**asdict(self), "connect_to": parse_connect_to(self.connect_to or ())}


def grouped(verb: Callable[..., None]) -> Callable[..., None]:
    """For Typer: a parameter that is a dataclass of options becomes one option for each of its fields."""
    signature = inspect.signature(verb, eval_str=True)
    groups: dict[str, Any] = {
        name: parameter.annotation
        for name, parameter in signature.parameters.items()
        if is_dataclass(parameter.annotation)
    }

    @wraps(verb)
    def called(**given: Any) -> None:
        for name, group in groups.items():
            given[name] = group(**{field.name: given.pop(field.name) for field in fields(group)})
        verb(**given)

    flat: list[inspect.Parameter] = []
    for name, parameter in signature.parameters.items():
        if name not in groups:
            flat.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
        else:
            flat += inspect.signature(groups[name], eval_str=True).parameters.values()
    called.__signature__ = signature.replace(parameters=flat)  # type: ignore[attr-defined]
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in flat}
    return called


def read_results(folder: Path) -> Results:
    """The results of a run folder."""
    from auditor.jobs.folder import RunFolder  # noqa: PLC0415

    return RunFolder(folder).read_results()


def formats_of(text: str) -> tuple[str, ...]:
    """The report formats of ``--format``. Raises AuditorError."""
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        one_of("--format", name, FORMATS)
    return names


def ocr_of(text: str) -> str:
    """How pictures are read. Raises AuditorError for what is no way."""
    from auditor.jobs.assess_options import is_ocr  # noqa: PLC0415

    if not is_ocr(text):
        raise AuditorError(f"--ocr {text!r}: pilih auto, never, atau banyaknya gambar per unit (mis. 3)")
    return text


def one_of(option: str, value: str, allowed: Sequence[str]) -> str:
    """The value, when it is one of those allowed. Raises AuditorError."""
    if value not in allowed:
        raise AuditorError(f"{option} {value!r}: pilih {', '.join(allowed)}")
    return value
