"""Seeded pages as WordPress sites of agencies send them: 41-44 kB, 144 links, a mega menu, a sidebar.

Every page has its own title, body classes, current menu entry, breadcrumb and related posts, so that no two
pages share their frame to the letter. One page in eight holds something a standard is made of.
"""

# ruff: noqa: E501 - markup reads better whole

from __future__ import annotations

import json
import random
from collections.abc import Iterator

_SERVICES = (
    "Kartu Tanda Penduduk", "Kartu Keluarga", "Akta Kelahiran", "Surat Pindah Datang", "Izin Usaha Mikro",
    "Izin Praktik Perawat", "Rekomendasi Penelitian", "Legalisasi Dokumen", "Surat Keterangan Usaha",
)  # fmt: skip
_GROUPS = ("Profil", "Layanan", "Informasi Publik", "Data", "Unduhan", "Galeri", "Bidang", "Kontak")
_WORDS = ["kegiatan", "pembinaan", "pegawai", "bersama", "masyarakat", "kecamatan", "dalam", "rangka", "mutu", "rapat", "koordinasi", "program", "tahun", "berjalan", "kepala", "bidang", "menyampaikan", "apresiasi", "kepada", "seluruh", "peserta", "yang", "hadir", "pada", "acara", "tersebut", "serta", "berharap", "kerja", "sama", "terus", "berlanjut", "di", "masa", "depan", "pembangunan", "wilayah", "kelurahan", "pemuda", "pertanian", "pasar", "jalan"]  # fmt: skip
_LINKS = 11  # entries below each group of the menu


def pages(host: str, count: int, seed: int) -> Iterator[tuple[str, str]]:
    """``(address, html)`` of one site; the same seed, the same bytes."""
    dice = random.Random(f"{seed}/{host}")  # noqa: S311
    titles = [_prose(dice, 8).capitalize() for _ in range(count)]
    theme = _theme(dice)
    menu = [(group, [_prose(dice, 3).title() for _ in range(_LINKS)]) for group in _GROUPS]
    footer = _footer(host, dice)
    for number in range(count):
        kind = "layanan" if number % 8 == 3 else "daftar" if number % 8 == 7 else "berita"
        title = f"Persyaratan {_SERVICES[number % len(_SERVICES)]}" if kind == "layanan" else titles[number]
        url = f"http://{host}/{kind}/{number}-{title.lower().replace(' ', '-')}/"
        body = _main(kind, title, number, titles, host, dice)
        yield url, _page(host, number, title, theme, _menu(menu, number, host), body, footer)


def _page(host: str, number: int, title: str, theme: str, menu: str, body: str, footer: str) -> str:  # noqa: PLR0917
    home = f"http://{host}/"
    data = json.dumps({"@context": "https://schema.org", "@type": "WebPage", "@id": f"{home}?p={number}",
                       "name": title, "isPartOf": {"@type": "WebSite", "url": home}})  # fmt: skip
    return (
        f'<!DOCTYPE html><html lang="id-ID"><head><meta charset="UTF-8"><title>{title} &#8211; Dinas {host}</title>'
        f'<meta name="description" content="{title}"><link rel="canonical" href="http://{host}/?p={number}">'
        f'<script type="application/ld+json">{data}</script>{theme}</head>'
        f'<body class="wp-singular page-template-default page page-id-{number} postid-{number} wp-theme-dinas">'
        f'<div id="page" class="site"><a class="skip-link screen-reader-text" href="#content">Lompat ke isi</a>'
        f'<header id="masthead" class="site-header"><p class="site-title"><a href="http://{host}/">Dinas</a></p>{menu}'
        f'</header><div id="content" class="site-content">{body}</div>{footer}</div></body></html>'
    )


def _theme(dice: random.Random) -> str:
    rules = "".join(
        f".wp-block-group-{n}>*{{margin-block-start:{n}px;padding:{dice.randrange(40)}px}}"
        for n in range(160)
    )
    script = "".join(f"var wpv{n}={{'on':{n % 2},'after':'{dice.random():.6f}'}};" for n in range(140))
    return f"<style id='global-styles-inline-css'>{rules}</style><script>{script}</script>"


def _menu(groups: list[tuple[str, list[str]]], current: int, host: str) -> str:
    parts = []
    for place, (group, entries) in enumerate(groups):
        items = "".join(
            f'<li id="menu-item-{place}{n}" class="menu-item menu-item-type-post_type menu-item-{place}{n}'
            f'{" current-menu-item" if current % 97 == place * _LINKS + n else ""}">'
            f'<a href="http://{host}/{name.lower().replace(" ", "-")}/"><span>{name}</span></a></li>'
            for n, name in enumerate(entries)
        )
        parts.append(
            f'<li class="menu-item menu-item-has-children"><a href="#">{group}</a><ul class="sub-menu">{items}</ul></li>'
        )
    return f'<nav id="site-navigation" class="main-navigation"><ul id="primary-menu" class="menu">{"".join(parts)}</ul></nav>'


def _main(  # noqa: PLR0917
    kind: str, title: str, number: int, titles: list[str], host: str, dice: random.Random
) -> str:
    crumbs = (
        f'<div class="breadcrumbs"><a href="http://{host}/">Beranda</a> &raquo; <span>{title}</span></div>'
    )
    if kind == "layanan":
        inner = _standard(title, dice)
    elif kind == "daftar":
        inner = "".join(_card(titles[n % len(titles)], n, host, dice) for n in range(number, number + 8))
    else:
        inner = (
            f'<p><time datetime="2025-03-{1 + number % 28:02d}">Maret 2025</time></p>{_paragraphs(dice, 9)}'
        )
    related = "".join(_card(titles[n % len(titles)], n, host, dice) for n in range(number + 1, number + 4))
    recent = "".join(
        f'<li class="recent"><a href="http://{host}/berita/{n}/">{titles[n]}</a></li>'
        for n in range(min(12, len(titles)))
    )
    months = "".join(
        f'<li><a href="http://{host}/2025/{n:02d}/">Arsip {n}</a> ({n * 3})</li>' for n in range(1, 13)
    )
    return (
        f'<main id="primary" class="site-main">{crumbs}<article id="post-{number}" class="post-{number} hentry">'
        f'<header class="entry-header"><h1 class="entry-title">{title}</h1></header>'
        f'<div class="entry-content">{inner}</div></article>'
        f'<section class="related"><h2>Tulisan lain</h2><div class="row">{related}</div></section></main>'
        f'<aside id="secondary" class="widget-area"><section class="widget"><h2>Tulisan Terbaru</h2><ul>{recent}</ul>'
        f'</section><section class="widget"><h2>Arsip</h2><ul>{months}</ul></section></aside>'
    )


def _card(title: str, number: int, host: str, dice: random.Random) -> str:
    return (
        f'<div class="col-md-4 card"><h3 class="card-title"><a href="http://{host}/berita/{number}/">{title}</a></h3>'
        f'<p class="card-text">{_prose(dice, 24)}&hellip;</p></div>'
    )


def _standard(title: str, dice: random.Random) -> str:
    rows = (
        ("Persyaratan", "<ol><li>Fotokopi Kartu Keluarga</li><li>Surat pengantar RT</li></ol>"),
        ("Prosedur", "<ol><li>Pemohon mengambil nomor antrean</li><li>Petugas memeriksa berkas</li></ol>"),
        ("Jangka waktu", f"{dice.randrange(1, 9)} hari kerja"),
        ("Biaya", "Tidak dipungut biaya"),
    )
    cells = "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in rows)
    return f'<figure class="wp-block-table"><table><caption>{title}</caption>{cells}</table></figure>{_paragraphs(dice, 4)}'


def _footer(host: str, dice: random.Random) -> str:
    links = "".join(
        f'<li><a href="http://tautan{n}.example/">{_prose(dice, 3).title()}</a></li>' for n in range(18)
    )
    return (
        f'<footer id="colophon" class="site-footer"><div class="widget"><h3>Kontak</h3><p>Jl. Merdeka 1, Kota. '
        f"Telepon (0561) 123456, dinas@{host}. Jam layanan Senin - Jumat 08.00 - 15.00 WIB.</p></div>"
        f'<div class="widget"><h3>Tautan</h3><ul>{links}</ul></div></footer>'
    )


def _paragraphs(dice: random.Random, count: int) -> str:
    return "".join(f"<p>{_prose(dice, 70).capitalize()}.</p>\n" for _ in range(count))


def _prose(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(_WORDS, k=words))
