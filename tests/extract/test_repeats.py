"""What a site's pages repeat is read once, and every page reads as if it were alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from auditor.bench import material
from auditor.extract import ReadOptions, read_response, sniff
from auditor.extract.blocks import Blocks, OddMarkup
from auditor.extract.dom import Node
from auditor.extract.html import read_html
from auditor.extract.markup import read_markup
from auditor.extract.tree import mark, walked
from auditor.models import Fetch

Flat = list[tuple[object, ...]]
OPTIONS = ReadOptions(ocr="never")

FILLER = " ".join(["kata"] * 80)
BLOCKS = (
    f'<nav class="menu"><ul><li><a href="/">Beranda</a></li><li><a href="x.html">{FILLER}</a></li></ul>'
    "</nav>",
    f'<div class="kartu"><h3>Pelayanan KTP</h3><p>Persyaratan: KK</p><p>{FILLER}</p>'
    '<a href="?p=2">lagi</a></div>',
    f'<footer id="f"><p>Jam layanan Senin 08.00-15.00</p><p>{FILLER}</p><form action="#"><input type="text">'
    '<button>Kirim</button></form></footer>',
    f'<section><b>Biaya</b><ol><li>Gratis</li><li>{FILLER}</li></ol></section>',
    f'<article><header><h1>Judul</h1></header><p>{FILLER}</p><figure><img src="a.png" alt="Alur">'
    '<figcaption>Alur pelayanan</figcaption></figure></article>',
    f'<div id="t1" class="tab-pane"><p>Prosedur</p><ul><li>{FILLER}</li></ul></div><a href="#t1" '
    'data-toggle="tab">Prosedur</a>',
    f'<table><tr><th>Layanan</th><th>Waktu</th></tr><tr><td>KK</td><td>3 hari {FILLER}</td></tr></table>',
    f'<div style="left:-9999px"><a href="https://lain.example/">slot</a><p>{FILLER}</p></div>',
    f'<div><div><i class="bi bi-whatsapp"></i></div><div><p>0812-9090-1122</p><p>{FILLER}</p></div></div>',
    f'<div class="icon" title="{FILLER}"><i class="bi bi-whatsapp"></i></div>', "<p>0812-9090-1122</p>",
    "<h2>Persyaratan</h2>", "<p>1. Fotokopi KTP</p>", "<p>SYARAT PINDAH</p>", "<b>Waktu:</b> 3 hari",
    "teks lepas", "<div class='kartu'>", "</div>", "<section>", "</section>", "<article>", "<figure>", "<td>",
    "<svg><style>a>b",
)  # fmt: skip
BROKEN = (
    "<", ">", "/", '"', "'", "=", "&", "<!--", "-->", "<p", "</p>", "<a b", "<br>", "<td>", "<script>",
    "</script>", "<svg>", "<template>", "<textarea>", "\0", "<math>", "<iframe>", "&nbsp;", "&lt;",
    "<plaintext>", "<pre>\n", "<style>", "<noscript>", "<select><option>",
)  # fmt: skip


def _flat(root: Node) -> Flat:
    found: Flat = []
    stack = [(root, 0)]
    while stack:
        node, depth = stack.pop()
        found.append((depth, node.tag, dict(node.attrs), node.classes, node.text, node.block,
                      node.nth if node.tag else 0, node.tlen, node.llen, node.holds))  # fmt: skip
        stack.extend((kid, depth + 1) for kid in reversed(node.kids))
    return found


def _same_tree(html: str, blocks: Blocks) -> bool:
    """Whether both ways to the nodes agree; False where only one of them takes the page."""
    tree = LexborHTMLParser(html.replace("\0", "")).root
    assert tree is not None
    try:
        root, marked = read_markup(tree.html or "", blocks)
    except OddMarkup:
        return False
    assert _flat(root) == _flat(walked(tree))
    assert marked == mark(root)
    return True


def _fetch(url: str) -> Fetch:
    return Fetch(url=url, requested_url=url, status=200, content_type="text/html", sha256="", fetched_at="",
                 offset=0)  # fmt: skip


@pytest.fixture(scope="module")
def sites() -> list[material.SitePieces]:
    return material.practice_pages()


def test_pages_of_a_site_read_the_same_together_and_alone(sites: list[material.SitePieces]) -> None:
    for site in sites:
        blocks = Blocks()
        together = [read_response(piece.fetch, piece, OPTIONS, blocks) for piece in site.pages]
        assert together == [read_response(piece.fetch, piece, OPTIONS) for piece in site.pages]


def test_serialized_pages_give_the_walked_nodes(sites: list[material.SitePieces]) -> None:
    pages = [(site, piece) for site in sites for piece in site.pages]
    known = {id(site): Blocks() for site in sites}
    read = [_same_tree(sniff.decode(piece.body, piece.headers), known[id(site)]) for site, piece in pages]
    assert sum(read) >= 0.95 * len(read)


@settings(max_examples=80)
@given(st.lists(st.lists(st.sampled_from(BLOCKS), max_size=7), min_size=2, max_size=5), st.data())
def test_made_pages_read_the_same_together_and_alone(pages: list[list[str]], data: st.DataObject) -> None:
    blocks = Blocks()
    for number, parts in enumerate((*pages, *pages)):
        title = data.draw(st.sampled_from(["Persyaratan", "Dinas", ""]))
        html = f"<title>{title}</title><body>{''.join(parts)}"
        fetch = _fetch(f"https://dinas.example/{number % 2}/h{number}.html")
        assert read_html(html, fetch, blocks=blocks) == read_html(html, fetch)


@settings(max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(BROKEN),
            st.sampled_from(BLOCKS),
            st.text(max_size=5),
        ),
        max_size=14,
    ).map("".join)
)
def test_broken_markup_gives_the_walked_nodes(html: str) -> None:
    blocks = Blocks()
    _same_tree(html, blocks)
    _same_tree(html + "<p>lagi</p>", blocks)


def test_a_line_above_a_block_told_again_may_still_turn_out_to_be_a_heading() -> None:
    block = f"<article><b>Biaya</b><ol><li>Gratis</li><li>{FILLER}</li></ol></article>"
    lines = ("Selamat datang", "Kata pengantar", "Sekilas info", "Penerbitan Akta Kelahiran")
    pages = [f"<body><p>{line}</p>{block}</body>" for line in lines]
    fetch = _fetch("http://dinas.go.id/a")
    blocks = Blocks()
    together = [read_html(page, fetch, blocks=blocks) for page in pages]
    assert together == [read_html(page, fetch) for page in pages]
    assert "Penerbitan Akta Kelahiran" in {section.label for section in together[-1].sections}
