"""A seeded synthetic web on disk, one folder per host: sites as agencies have them, pages of 40-80 kB.

Each site has a start page with a menu, pages of public services (some with the whole standard, some
with a heading alone), posts, a profile and a few PDFs; a share of them has a sitemap with ``<lastmod>``, and
some of those never renew it. ``change`` rewrites a share of the pages the way an editor does: a sentence
more, a fee or a time that is another.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

_SERVICES = (
    "Kartu Pencari Kerja", "Izin Praktik Bidan", "Surat Keterangan Pindah", "Legalisasi Ijazah",
    "Rekomendasi Penelitian", "Izin Reklame", "Kartu Identitas Anak", "Akta Kelahiran",
    "Santunan Kematian", "Tanda Daftar Gudang", "Pengujian Kendaraan", "Rekomendasi Kios Pupuk",
)  # fmt: skip
_WORDS = (
    "kegiatan", "pembinaan", "pegawai", "bersama", "masyarakat", "kecamatan", "dalam", "rangka", "mutu",
    "rapat", "koordinasi", "evaluasi", "program", "tahun", "berjalan", "kepala", "bidang", "menyampaikan",
    "apresiasi", "kepada", "seluruh", "peserta", "yang", "hadir", "pada", "acara", "tersebut", "serta",
    "berharap", "kerja", "sama", "terus", "berlanjut", "di", "masa", "depan",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """Where the web lies: ``folder`` per host, ``targets`` naming every site."""

    folder: Path
    targets: Path
    pages: tuple[Path, ...]
    mapped: dict[Path, bool]  # folders of the hosts with a sitemap, and whether it tells of changes


_BUILT, _SITEMAP = "2025-03-12T08:00:00+07:00", "sitemap.xml"
_MAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{0}</urlset>\n'
_ENTRY = "<url><loc>http://{0}/{1}</loc><lastmod>{2}</lastmod></url>\n"


def build(
    root: Path, *, hosts: int, pages: int, seed: int = 5, mapped: float = 0.0, lying: float = 0.0
) -> Web:
    """Write ``hosts`` sites of ``pages`` pages each below ``root``; the same seed, the same bytes.

    ``mapped`` is the share of hosts with a sitemap, ``lying`` the share of those that never renew it.
    """
    folder, written = root / "sites", []
    maps: dict[Path, bool] = {}
    listed = round(mapped * hosts)
    rows = ["unit_id,name,kind,region,website,parent,notes"]
    for number in range(hosts):
        host = f"dinas{number:04d}.kuburayakab.go.id"
        rows.append(f"u{number:04d},Dinas Uji {number:04d},opd,61.12,http://{host}/,,")
        paths = _site(folder / host, host, pages, random.Random(f"{seed}/{number}"))  # noqa: S311
        if number < listed:
            maps[folder / host] = number >= round(lying * listed)
            rows_of = "".join(_ENTRY.format(host, path.name, _BUILT) for path in paths)
            (folder / host / _SITEMAP).write_text(_MAP.format(rows_of), encoding="utf-8")
        written += paths
    targets = root / "targets.csv"
    targets.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return Web(folder=folder, targets=targets, pages=tuple(written), mapped=maps)


def change(web: Web, share: float, seed: int, day: str = "2025-06-01") -> list[Path]:
    """Rewrite that share of all pages, as if on that day (ISO); those changed."""
    dice = random.Random(seed)  # noqa: S311
    chosen = dice.sample(web.pages, round(share * len(web.pages)))
    for path in chosen:
        text = path.read_text(encoding="utf-8")
        fresh = f"<p>Diperbarui: {_prose(dice, 12)}.</p>\n<!--akhir-->"
        text = text.replace("<!--akhir-->", fresh).replace("<td>3 hari kerja</td>", "<td>2 hari kerja</td>")
        path.write_text(text, encoding="utf-8")
        if web.mapped.get(path.parent):
            _renew(path, f"{day}T09:00:00+07:00")
    return chosen


def _renew(page: Path, moment: str) -> None:
    """Have the sitemap beside a page say that it changed then."""
    path = page.with_name(_SITEMAP)
    head = f"{page.name}</loc><lastmod>"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(re.escape(head) + "[^<]*", head + moment, text), encoding="utf-8")


def _site(folder: Path, host: str, count: int, dice: random.Random) -> list[Path]:
    folder.mkdir(parents=True)
    offered = dice.sample(_SERVICES, 6)
    services = [name.lower().replace(" ", "-") for name in offered]
    posts = [f"berita-{number}" for number in range(count - len(services) - 2)]
    frame = _frame(host, services, offered, posts, dice)
    bodies = {"index": _prose_block(dice, 6), "profil": "<h1>Profil</h1>" + _prose_block(dice, 10)}
    for place, (slug, name) in enumerate(zip(services, offered, strict=True)):
        bodies[slug] = _standard(name, dice, whole=place % 3 != 2)
    for slug in posts:
        bodies[slug] = f"<h1>{_prose(dice, 7).title()}</h1><time>12 Maret 2025</time>" + _prose_block(
            dice, 12
        )
    paths = []
    for slug, body in bodies.items():
        path = folder / f"{slug}.html"
        path.write_text(frame.replace("<!--isi-->", body + "\n<!--akhir-->"), encoding="utf-8")
        paths.append(path)
    _pdf(folder / "sop.pdf", [f"SOP {name}: {_prose(dice, 30)}" for name in offered])
    return paths


def _frame(host: str, services: list[str], offered: list[str], posts: list[str], dice: random.Random) -> str:
    """The theme: head with styles and scripts, menus, sidebar and footer, as WordPress themes have them."""
    style = "".join(
        f".wp-block-{n}-{dice.randrange(10**6)}{{margin:0 auto;padding:{n % 40}px;color:#{n:06x}}}\n"
        for n in range(420)
    )
    menu = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="/{slug}.html">{name}</a></li>'
        for n, (slug, name) in enumerate(zip(services, offered, strict=True))
    )
    older = "".join(
        f'<li class="wp-block-latest-posts__list-item"><a class="wp-block-latest-posts__post-title" '
        f'href="/{slug}.html">{_prose(dice, 6)}</a></li>'
        for slug in posts
    )
    return f"""<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>Dinas {host}</title>
<style>{style}</style><script>var wp_emoji = {{"base": "https://{host}/emoji/"}};</script></head>
<body><header><a href="/">Beranda</a></header>
<nav><ul>{menu}<li><a href="/profil.html">Profil</a></li></ul></nav>
<main>
<!--isi-->
</main><aside><h2>Berita</h2><ul>{older}</ul><a href="/sop.pdf">SOP pelayanan (PDF)</a></aside>
<footer><p>Jl. Merdeka 1. Telp. (0561) 123456. dinas@{host}</p></footer></body></html>
"""


def _standard(name: str, dice: random.Random, *, whole: bool) -> str:
    if not whole:
        return f"<h1>{name}</h1><h2>Persyaratan</h2><p>{_prose(dice, 20)}.</p>"
    rows = (
        ("Persyaratan", "1. Fotokopi KTP<br>2. Fotokopi Kartu Keluarga<br>3. Pas foto 3x4 dua lembar"),
        ("Sistem, mekanisme dan prosedur", "1. Pemohon mengisi formulir<br>2. Petugas memeriksa berkas"),
        ("Jangka waktu penyelesaian", "3 hari kerja"),
        ("Biaya/tarif", "Gratis"),
        ("Produk pelayanan", name),
        ("Pengaduan", f"Telepon 0561-12{dice.randrange(1000, 9999)}"),
    )
    cells = "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in rows)
    return f"<h1>Standar Pelayanan {name}</h1><table>{cells}</table>{_prose_block(dice, 4)}"


def _prose_block(dice: random.Random, paragraphs: int) -> str:
    return "".join(f"<p>{_prose(dice, 60)}.</p>\n" for _ in range(paragraphs))


def _prose(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(_WORDS, k=words))


def _pdf(path: Path, lines: list[str]) -> None:
    document = pypdfium2.PdfDocument.new()
    page = document.new_page(595, 842)
    raw = pypdfium2.raw
    font = raw.FPDFText_LoadStandardFont(document.raw, b"Helvetica")
    for place, line in enumerate(lines):
        text = raw.FPDFPageObj_CreateTextObj(document.raw, font, 10.0)
        encoded = (line[:90] + "\0").encode("utf-16-le")
        raw.FPDFText_SetText(text, (raw.FPDF_WCHAR * (len(encoded) // 2)).from_buffer_copy(encoded))
        raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, 50, 780 - 20 * place)
        raw.FPDFPage_InsertObject(page.raw, text)
    raw.FPDFPage_GenerateContent(page.raw)
    document.save(str(path))
