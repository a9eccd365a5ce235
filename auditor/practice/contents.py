"""What one site of the region has under its addresses: pages, files, redirects, and what its CMS makes."""

from __future__ import annotations

import datetime as dt
import fnmatch
import hashlib
import re
import threading
from urllib.parse import unquote

from auditor.practice import documents, extras, spec, themes
from auditor.practice.message import Request, Response, html, http_date, matches_query, redirect
from auditor.practice.region import Site
from auditor.practice.theme_files import asset as asset_of

MODIFIED = dt.datetime(2026, 9, 1, 1, 0, tzinfo=dt.UTC)
EVERYWHERE = ("parked", "suspended", "database_error", "wordpress_hello")
"""Stock pages that a hoster shows under every path."""
_ROOTED = re.compile(r"""(\b(?:href|src|action|data-href|poster)\s*=\s*)(["'])/(?!/)""", re.IGNORECASE)
_LINKS = re.compile(r"""(<a\b[^>]*?\bhref\s*=\s*)(["'])(/[^"'#]*|[\w-]+\.\w+)(#[^"']*)?\2""", re.IGNORECASE)
_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)


class Contents:
    """The content of one `Site`; thread-safe."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.file = site.file
        self.behaviours = site.file.behaviours
        self._sessions = 0
        self._lock = threading.Lock()
        self._drawn: dict[str, str] = {}
        self._lookup: dict[str, list[tuple[str, str]]] = {}
        for table in (self.file.pages, self.file.files, self.file.redirects):
            for key in table:
                path, _, query = key.partition("?")
                self._lookup.setdefault(unquote(path), []).append((query, key))

    def answer(self, request: Request, path: str) -> Response:
        """What the site has under ``path``; its page of things not found where it has nothing."""
        key = self.find(path, request.query)
        response: Response | None = None
        if key is not None:
            response = self._declared(request, path, key)
        if response is None:
            response = self._pattern_redirect(request, path)
        if response is None and self.file.site is not None:
            response = self._made(request, path)
        if response is None:
            response = self._missing(path)
        return response

    def find(self, path: str, query: str) -> str | None:
        """The key of pages, files or redirects that answers; the one with most parameters met."""
        candidates = self._lookup.get(path, [])
        best, best_score = None, -1
        for wanted, key in candidates:
            score = matches_query(wanted, query)
            if score > best_score:
                best, best_score = key, score
        return best

    def _declared(self, request: Request, path: str, key: str) -> Response | None:
        if key in self.file.redirects:
            return self._redirect(self.file.redirects[key], "")
        if key in self.file.files:
            return self._file(key, self.file.files[key])
        page = self.file.pages[key]
        theme = page.theme or self.file.theme
        if theme in spec.THEMES_SINGLE and key != "/" and page.date is None and page.theme is None:
            return None
        if theme == "spa_hash" and key != "/" and page.theme is None:
            return None
        return self._page(request, path, key, page)

    def _pattern_redirect(self, request: Request, path: str) -> Response | None:
        for key, target in self.file.redirects.items():
            if "*" in key and fnmatch.fnmatchcase(path, key):
                head = key.partition("*")[0]
                rest = path[len(head) :] + (f"?{request.query}" if request.query else "")
                return self._redirect(target, rest)
        return None

    def _redirect(self, target: str | spec.Redirect, rest: str) -> Response:
        rule = spec.Redirect(to=target) if isinstance(target, str) else target
        to = rule.to.replace("{path}", rest)
        if to.startswith("/") and not to.startswith("//"):
            to = self.site.base + to
        if rule.style == "meta":
            return html(
                f'<html><head><meta http-equiv="refresh" content="0; url={to}"></head><body></body></html>'
            )
        if rule.style == "script":
            return html(f'<html><body><script>window.location.replace("{to}");</script></body></html>')
        return redirect(to, rule.status)

    def _file(self, key: str, file: spec.File) -> Response:
        made = documents.make(self.site.id, key, file)
        headers = {"Content-Type": file.content_type or made.content_type, **file.headers}
        if file.attachment or file.filename:
            name = file.filename or unquote(key.rpartition("/")[2])
            how = "attachment" if file.attachment else "inline"
            headers["Content-Disposition"] = f'{how}; filename="{name}"'
        return Response(
            status=file.status,
            headers=headers,
            body=made.body,
            compression="auto" if isinstance(file, spec.Raw) else "none",
            stable=True,
            modified=http_date(MODIFIED),
        )

    # ------------------------------------------------------------ pages

    def _page(self, request: Request, path: str, key: str, page: spec.Page) -> Response:
        cloak = self._cloak(request, path)
        if cloak is not None and cloak.redirect:
            return redirect(cloak.redirect, 302)
        if key not in self._drawn:
            self._drawn[key] = self._draw(key, page)
        text = self._drawn[key]
        if cloak is not None:
            text = cloak.body or _before_end(text, cloak.append)
        response = self._encoded(text, page.charset if page.charset != "utf-8" else self.behaviours.charset)
        response.status = page.status
        if page.content_type != "text/html":
            response.headers["Content-Type"] = page.content_type
        response.headers |= page.headers
        if self.behaviours.session_ids:
            self._add_session(request, response)
        else:
            response.stable = not any(fnmatch.fnmatchcase(path, rule.path) for rule in self.behaviours.cloak)
            when = MODIFIED
            if page.date:
                when = dt.datetime.combine(page.date, dt.time(1, 0), dt.UTC)
            response.modified = http_date(when)
        return response

    def _draw(self, key: str, page: spec.Page) -> str:
        theme = page.theme or self.file.theme
        if page.canned:
            text = extras.canned(page.canned, self.site.host, page.title)
        elif theme == "none":
            text = page.body
        else:
            text = themes.draw(self.file, key, page, self.site.id)
        if page.pad:
            text = _before_end(text, f"<!-- {'tambahan ' * (page.pad // 9)} -->")
        return self._dressed(text)

    def _dressed(self, text: str) -> str:
        """What every HTML of the site undergoes: injected code, and the mount in its addresses."""
        if self.behaviours.inject:
            text = _before_end(text, self.behaviours.inject)
        if self.site.base:
            text = _ROOTED.sub(rf"\1\2{self.site.base}/", text)
        return text

    def _encoded(self, text: str, charset: str | spec.Charset | None) -> Response:
        if charset is None or isinstance(charset, str):
            name = charset or "utf-8"
            charset = spec.Charset(encode=name, header=name, meta=name)
        meta = f'<meta charset="{charset.meta}">' if charset.meta else ""
        text = re.sub(r'<meta charset="[^"]*"\s*/?>', meta, text, count=1, flags=re.IGNORECASE)
        kind = f"text/html; charset={charset.header}" if charset.header else "text/html"
        body = text.encode(charset.encode, errors="xmlcharrefreplace")
        return Response(headers={"Content-Type": kind}, body=body, compression="auto")

    def _cloak(self, request: Request, path: str) -> spec.Cloak | None:
        for rule in self.behaviours.cloak:
            if not fnmatch.fnmatchcase(path, rule.path):
                continue
            referer = request.headers.get("referer", "")
            if (
                (rule.user_agent and re.search(rule.user_agent, request.agent, re.IGNORECASE))
                or (rule.referer and re.search(rule.referer, referer, re.IGNORECASE))
                or (
                    rule.without_user_agent
                    and not re.search(rule.without_user_agent, request.agent, re.IGNORECASE)
                )
            ):
                return rule
        return None

    def _add_session(self, request: Request, response: Response) -> None:
        """Put a session id into every link, as PHP's ``session.use_trans_sid`` does."""
        found = re.search(r"PHPSESSID=([0-9a-f]+)", request.headers.get("cookie", ""))
        if found:
            return
        with self._lock:
            self._sessions += 1
            number = self._sessions
        session = hashlib.md5(f"{self.site.id} {number}".encode(), usedforsecurity=False).hexdigest()

        def mark(match: re.Match[str]) -> str:
            joint = "&amp;" if "?" in match[3] else "?"
            quote, rest = match[2], match[4] or ""
            return f"{match[1]}{quote}{match[3]}{joint}PHPSESSID={session}{rest}{quote}"

        response.body = _LINKS.sub(mark, response.body.decode("utf-8", "replace")).encode()
        response.headers["Set-Cookie"] = f"PHPSESSID={session}; path=/"

    # ------------------------------------------------------------ what the site makes by itself

    def _made(  # noqa: PLR0911 -- one way out for each thing a CMS makes
        self, request: Request, path: str
    ) -> Response | None:
        calendar = self.behaviours.calendar
        if calendar and (path == calendar.path or path.startswith(calendar.path + "/")):
            body = extras.calendar(calendar, path, request.query)
            page = spec.Page(title="Agenda Kegiatan", body=body)
            return self._encoded(self._dressed(themes.draw(self.file, path, page, self.site.id)), None)
        asset = asset_of(self.file, path, self.site.base)
        if asset is not None:
            kind, data = asset
            return Response(
                headers={"Content-Type": kind},
                body=data,
                compression="auto",
                stable=True,
                modified=http_date(MODIFIED),
            )
        if path in ("/sitemap.xml", "/wp-sitemap.xml") and self._has_sitemap():
            return Response(
                headers={"Content-Type": "application/xml; charset=UTF-8"},
                body=extras.sitemap(self.site).encode(),
                compression="auto",
                stable=True,
            )
        listing = themes.listing(self.file, path)
        if listing is not None:
            return self._encoded(self._dressed(themes.draw(self.file, path, listing, self.site.id)), None)
        if path.rstrip("/") in extras.feeds(self.file.theme):
            return Response(
                headers={"Content-Type": "application/rss+xml; charset=UTF-8"},
                body=extras.feed(self.site).encode(),
                compression="auto",
            )
        if self.behaviours.admin_paths and path.rstrip("/") in extras.ADMIN.get(self.file.theme, ()):
            return html(extras.login(self.file.site.title if self.file.site else ""))
        return self._slash(request, path)

    def _has_sitemap(self) -> bool:
        if self.behaviours.sitemap is not None:
            return self.behaviours.sitemap
        return self.file.theme in ("wordpress", "elementor", "blogger")

    def _slash(self, request: Request, path: str) -> Response | None:
        """``/x/`` for ``/x`` and the other way round: a redirect, as frameworks do."""
        other = path.rstrip("/") if path.endswith("/") else path + "/"
        if other and other != path and other in self._lookup:
            query = f"?{request.query}" if request.query else ""
            return redirect(self.site.base + other + query)
        return None

    def _missing(self, path: str) -> Response:
        soft = self.behaviours.soft_404
        start = self.file.pages.get("/")
        if start is not None and start.canned in EVERYWHERE and path != "/robots.txt":
            return html(extras.canned(start.canned, self.site.host, start.title), start.status)
        body = soft if isinstance(soft, str) else extras.NOT_FOUND
        if path == "/favicon.ico" or (path == "/robots.txt" and not soft):
            return html(extras.plain_404(), 404)
        if self.file.site is None:
            return html(extras.plain_404(), 200 if soft else 404)
        page = spec.Page(title="Halaman Tidak Ditemukan", body=body)
        name = "/" if self.file.theme in spec.THEMES_DRAWN else path
        text = (
            extras.plain_404(body)
            if self.file.theme in spec.THEMES_DRAWN
            else themes.draw(self.file, name, page, self.site.id)
        )
        response = self._encoded(self._dressed(text), None)
        response.status = 200 if soft else 404
        return response


def _before_end(text: str, addition: str) -> str:
    if not addition:
        return text
    ends = list(_BODY_END.finditer(text))
    if not ends:
        return text + addition
    place = ends[-1].start()
    return text[:place] + addition + text[place:]
