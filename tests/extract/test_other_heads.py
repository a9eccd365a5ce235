"""What heads a text, however it is marked up, and what stands in the markup for nobody to see."""

# ruff: noqa: E501 - a page a line

from __future__ import annotations

import pytest

from tests.extract.helpers import read

HEAD, TEXT = "Sejarah kantor kami", "Kantor berdiri pada tahun 1970 di tepi sungai."


@pytest.mark.parametrize(
    "html",
    [
        f'<div role="heading" aria-level="3" class="x1">{HEAD}</div><p>{TEXT}</p>',
        f"<style>.k9 {{ font-size: 28px }}</style><div class=k9>{HEAD}</div><p>{TEXT}</p>",
        f"<style>a:hover, .kartu > p.j7{{font-weight:700}}</style><p class=j7>{HEAD}</p><p>{TEXT}</p>",
        f"<p><u>{HEAD}</u></p><p>{TEXT}</p>",
        f'<p><span style="text-decoration: underline;">{HEAD}</span></p><p>{TEXT}</p>',
        f"<fieldset><legend>{HEAD}</legend><p>{TEXT}</p></fieldset>",
        f'<ul><li><a class="uk-accordion-title" href="#">{HEAD}</a><div><p>{TEXT}</p></div></li></ul>',
        f'<ul><li><div class="collapsible-header">{HEAD}</div><div><p>{TEXT}</p></div></li></ul>',
        f"<div><input type=checkbox id=a><label for=a>{HEAD}</label><div class=q>{TEXT}</div></div>",
        f'<h3><mat-icon>schedule</mat-icon> {HEAD} <i aria-hidden="true">add</i></h3><p>{TEXT}</p>',
        f'<h3>{HEAD}<span aria-hidden="true" class="q">expand_more</span></h3><p>{TEXT}</p>',
        f'<h3><span class="sr-only">{HEAD}</span><span aria-hidden="true">{HEAD}</span></h3><p>{TEXT}</p>',
        f'<h3><b aria-hidden="true">{HEAD}</b> <span class="x visually-hidden">{HEAD}</span></h3><p>{TEXT}</p>',
        f'<a name="x"/><h3>{HEAD}</h3><p>{TEXT}</p>',
        f"<x-page><template shadowrootmode=open><h3>{HEAD}</h3><template><p>Nanti</p></template><p>{TEXT}</p></template></x-page>",
        f"<h3>\u202aSejarah \u2066kantor\u2069 kami\u202c</h3><p>{TEXT}</p>",
    ],
)
def test_the_text_stands_under_its_head(html: str) -> None:
    heads = [section for section in read(html).sections if section.label]
    assert [(section.label, section.body) for section in heads] == [(HEAD, TEXT)]
    assert heads[0].zone == "main"


@pytest.mark.parametrize(
    "html",
    [
        f"<style>.k9:hover{{font-size:28px}} .m{{font-size:14px}}</style><p class='k9 m'>{HEAD}</p><p>{TEXT}</p>",
        f"<p>{HEAD} <u>sejak dulu</u></p><p>{TEXT}</p>",
        f"<div><label for=a>{HEAD}</label><div class=q>{TEXT}</div></div>",
        f"<form><fieldset><legend>{HEAD}</legend><p>{TEXT}</p></fieldset><button>Kirim</button></form>",
    ],
)
def test_what_only_looks_like_a_head_is_none(html: str) -> None:
    assert not [s for s in read(html).sections if s.label.startswith(HEAD) and s.kind != "form"]


@pytest.mark.parametrize(
    ("html", "pairs"),
    [
        ("<p><b>Biaya</b> Gratis</p>", [("Biaya", "Gratis")]),
        ("<p><strong>Waktu</strong> 3 hari kerja</p>", [("Waktu", "3 hari kerja")]),
        ("<p><b>Persyaratan</b> pelayanan adalah hal yang dipenuhi pemohon</p>", []),
        ("<p><b>Biaya</b><br>Gratis</p>", [("Biaya", "Gratis")]),
        (
            "<div class=flex><span class=c>1</span><span class=c>Biaya</span><span class=c>Nihil</span></div>",
            [("1 Biaya", "Nihil")],
        ),
    ],
)
def test_a_label_and_its_value_in_one_line(html: str, pairs: list[tuple[str, str]]) -> None:
    assert [(s.label, s.body) for s in read(html).sections if s.label] == pairs


@pytest.mark.parametrize("begins", ["", "1. "])
def test_a_sentence_broken_at_the_width_of_a_page_is_one_line(begins: str) -> None:
    lines = [
        f"{begins}Pemohon menyerahkan berkas kepada petugas loket di lantai",
        "dasar lalu menunggu sampai namanya dipanggil untuk diberi",
        "tanda terima.",
    ]
    assert read(f"<p>{'<br>'.join(lines)}</p>").text == " ".join(lines)


@pytest.mark.parametrize("number", ["", "1. "])
def test_items_broken_by_hand_stay_apart(number: str) -> None:
    lines = [
        f"{number}Fotokopi kartu tanda penduduk pemohon yang masih berlaku",
        f"{number and '2. '}pas foto",
        f"{number and '3. '}surat pengantar dari ketua RT dan RW setempat di tempat tinggal",
        f"{number and '4. '}a. untuk anak: kutipan akta kelahiran",
    ]
    assert read(f"<p>{'<br>'.join(lines)}</p>").text.split("\n") == lines


@pytest.mark.parametrize(
    ("html", "zone"),
    [
        (f"<nav class=w-dropdown-list><p>{TEXT * 4}</p></nav>", "main"),
        (f"<nav><a href=/a>Profil</a><p>{TEXT * 4}</p></nav>", "nav"),
        ("<nav><ul><li>Profil</li><li>Persyaratan</li></ul></nav>", "nav"),
    ],
)
def test_a_menu_leads_somewhere(html: str, zone: str) -> None:
    assert {section.zone for section in read(html).sections} == {zone}


@pytest.mark.parametrize(
    ("html", "heads"),
    [
        # the last point of a list is one of its points, whatever comes after the list
        (
            "<h1>Rawat Jalan</h1><ol><li>Kartu Identitas</li><li>Surat Rujukan</li></ol><p>Prosedur</p><p>Mendaftar di loket</p>",
            ["Rawat Jalan", "Prosedur"],
        ),
        # a list of one point is a heading that an office program numbered
        (
            "<h1>Layanan</h1><ol><li>Surat Pindah</li></ol><p>Persyaratan</p><p>Kartu keluarga</p>",
            ["Layanan", "Surat Pindah", "Persyaratan"],
        ),
        # points with a service's components between them head those
        (
            "<h1>Layanan</h1><ol><li>Surat Pindah</li><p>Persyaratan</p><p>Kartu keluarga</p><li>Surat Rujukan</li><p>Persyaratan</p><p>KTP</p></ol>",
            ["Layanan", "Surat Pindah", "Persyaratan", "Surat Rujukan", "Persyaratan"],
        ),
    ],
)
def test_points_of_a_list_head_nothing_after_it(html: str, heads: list[str]) -> None:
    told = [section.label for section in read(html).sections if section.label]
    assert [label.lstrip("123. ") for label in told] == heads
