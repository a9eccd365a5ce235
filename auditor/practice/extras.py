"""Pages that no unit writes: hosters' and servers' stock pages, firewalls, calendars, feeds, sitemaps."""

from __future__ import annotations

import calendar as months
import datetime as dt
import hashlib
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from auditor.practice import spec, themes
from auditor.practice.region import Site
from auditor.practice.theme_addresses import MONTHS, posts

NOT_FOUND = (
    "<div class='error-404'><h2>404</h2><p>Maaf, halaman yang Anda cari tidak ditemukan. "
    "Silakan kembali ke <a href='/'>beranda</a>.</p></div>"
)
ADMIN: dict[str, tuple[str, ...]] = {
    "wordpress": ("/wp-login.php", "/wp-admin"),
    "elementor": ("/wp-login.php", "/wp-admin"),
    "joomla": ("/administrator",),
    "opensid": ("/index.php/siteman", "/siteman"),
    "codeigniter": ("/index.php/login", "/admin"),
    "bootstrap": ("/admin", "/login"),
}
TODAY = dt.date(2026, 11, 1)


def _render(name: str, **context: Any) -> str:
    return themes.environment().get_template(name).render(**context)


def canned(name: spec.Canned, host: str, title: str) -> str:
    """A hoster's or server's stock page."""
    return _render(f"canned/{name}.html", host=host, title=title)


def challenge(style: str, host: str) -> str:
    """A firewall's page; its support id depends on the host alone."""
    digest = hashlib.sha256(host.encode()).hexdigest()
    return _render(f"canned/challenge_{style}.html", host=host, number=int(digest[:15], 16), ray=digest[:16])


def forbidden(host: str) -> str:
    """Apache's 403 page."""
    return _render("canned/forbidden.html", host=host)


def plain_404(body: str = "") -> str:
    """A server's own 404 page, or ``body`` in a bare document."""
    return _render("canned/not_found.html", body=body)


def server_error(status: int) -> str:
    """A server's own 5xx page."""
    return _render("canned/server_error.html", status=status)


def login(title: str) -> str:
    """A CMS's login form."""
    return _render("canned/login.html", title=title)


def feeds(theme: spec.Theme) -> tuple[str, ...]:
    """Paths of the theme's news feed."""
    if theme in ("wordpress", "elementor"):
        return ("/feed",)
    return ("/feeds/posts/default",) if theme == "blogger" else ()


def feed(site: Site) -> str:
    """RSS of the site's posts."""
    items = "".join(
        f"<item><title>{escape(post['title'])}</title><link>{escape(site.url(post['href']))}</link>"
        f"<pubDate>{format_datetime(dt.datetime.combine(post['date'], dt.time(8)))}</pubDate></item>"
        for post in posts(site.file)
    )
    title = escape(site.file.site.title if site.file.site else "")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>{escape(site.url('/'))}</link>{items}</channel></rss>"
    )


def sitemap(site: Site) -> str:
    """sitemap.xml of every page."""
    entries = "".join(
        f"<url><loc>{escape(site.url(key))}</loc>"
        + (f"<lastmod>{page.date}</lastmod>" if page.date else "")
        + "</url>"
        for key, page in site.file.pages.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>'
    )


def calendar(rule: spec.Calendar, path: str, query: str) -> str:
    """One month of an endless calendar, with links to the month before and the one after."""
    year, month = TODAY.year, TODAY.month
    if rule.style == "query":
        given = parse_qs(query)
        parts = [given.get("tahun", [""])[0], given.get("bulan", [""])[0]]
    else:
        parts = path[len(rule.path) :].strip("/").split("/")
    if len(parts) >= 2 and all(part.isdigit() for part in parts[:2]) and 1 <= int(parts[1]) <= 12:
        year, month = max(1, min(9998, int(parts[0]))), int(parts[1])

    def link(year: int, month: int) -> str:
        if month == 0:
            year, month = year - 1, 12
        if month == 13:
            year, month = year + 1, 1
        if rule.style == "query":
            return f"{rule.path}?tahun={year}&bulan={month}"
        return f"{rule.path}/{year}/{month:02d}/"

    weeks = months.Calendar().monthdayscalendar(year, month)
    return _render(
        "_calendar.html",
        weeks=weeks,
        label=f"{MONTHS[month - 1]} {year}",
        before=link(year, month - 1),
        after=link(year, month + 1),
        day=lambda number: f"{rule.path}/{year}/{month:02d}/{number:02d}/" if rule.style == "path" else "",
        events=rule.events,
    )
