"""Answers for one site of the region: its pages and files, and every habit its file declares."""

from __future__ import annotations

import datetime as dt
import fnmatch
import hashlib
import re
import threading
from urllib.parse import unquote

from auditor.practice import documents, extras, spec, themes
from auditor.practice.message import Request, Response, finish, html, http_date, matches_query, redirect
from auditor.practice.region import Site

MODIFIED = dt.datetime(2026, 9, 1, 1, 0, tzinfo=dt.UTC)
EVERYWHERE = ("parked", "suspended", "database_error", "wordpress_hello")
"""Stock pages that a hoster shows under every path."""
_ROOTED = re.compile(r"""(\b(?:href|src|action|data-href|poster)\s*=\s*)(["'])/(?!/)""", re.IGNORECASE)
_LINKS = re.compile(r"""(<a\b[^>]*?\bhref\s*=\s*)(["'])(/[^"'#]*|[\w-]+\.\w+)(#[^"']*)?\2""", re.IGNORECASE)
_BODY_END = re.compile(r"</body\s*>", re.IGNORECASE)


class SiteHandler:
    """Serves one `Site`; thread-safe. ``seen`` counts requests for ``fail_first``."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.file = site.file
        self.behaviours = site.file.behaviours
        self._seen: dict[str, int] = {}
        self._sessions = 0
        self._lock = threading.Lock()
        self._drawn: dict[str, str] = {}
        self._lookup: dict[str, list[tuple[str, str]]] = {}
        for table in (self.file.pages, self.file.files, self.file.redirects):
            for key in table:
                path, _, query = key.partition("?")
                self._lookup.setdefault(unquote(path), []).append((query, key))

    # ------------------------------------------------------------ the way of a request

    def respond(self, request: Request) -> Response:
        """The answer to ``request``, with all its habits and troubles."""
        path = self._local(request.path)
        response = self._gate(request, path) or self._content(request, path)
        if self.behaviours.server:
            response.headers.setdefault("Server", self.behaviours.server)
        if self.behaviours.powered_by:
            response.headers.setdefault("X-Powered-By", self.behaviours.powered_by)
        for name, value in self.behaviours.headers.items():
            response.headers.setdefault(name, value)
        self._trouble(request, path, response)
        return finish(
            request, response, conditional=self.behaviours.conditional, ranges=self.behaviours.ranges
        )

    def _local(self, path: str) -> str:
        return path[len(self.site.base) :] or "/"

    def _gate(  # noqa: PLR0911 -- one way out for each thing that can stand before the content
        self, request: Request, path: str
    ) -> Response | None:
        """What stands before the content: refusals, forced addresses, firewalls, cookie walls."""
        habits = self.behaviours
        if habits.refuse == "hang":
            return Response(hang=True)
        if habits.refuse == "reset":
            return Response(reset_after=0)
        if habits.forbid_user_agent and re.search(habits.forbid_user_agent, request.agent):
            return html(extras.forbidden(request.host), 403)
        if habits.force_https and request.scheme == "http":
            return redirect(f"https://{request.host}{request.target}")
        if (
            habits.alias == "redirect"
            and not self.file.mount
            and request.host in self.file.hosts
            and request.host != self.file.hosts[0]
        ):
            return redirect(f"{request.scheme}://{self.file.hosts[0]}{request.target}")
        if path == "/robots.txt":
            if habits.robots is not None:
                return _text(habits.robots + "\n", status=habits.robots_status)
            return None
        if habits.challenge and not _matches(path, habits.challenge.except_paths):
            return html(extras.challenge(habits.challenge.style, request.host), habits.challenge.status)
        if habits.cookie_wall and "sesi=" not in request.headers.get("cookie", ""):
            answer = redirect(request.target, 302)
            answer.headers["Set-Cookie"] = "sesi=7f3a; Path=/"
            return answer
        return None

    def _content(self, request: Request, path: str) -> Response:
        key = self._find(path, request.query)
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

    def _find(self, path: str, query: str) -> str | None:
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
        asset = themes.asset(self.file, path, self.site.base)
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

    # ------------------------------------------------------------ troubles

    def _trouble(self, request: Request, path: str, response: Response) -> None:
        """Apply the most particular `spec.Answer` that fits: resource, pattern, whole site."""
        answer = self._answer(path, request.query)
        if answer is None or path == "/robots.txt":
            if answer is not None:
                response.slow = answer.slow
            return
        if answer.fail_first:
            with self._lock:
                count = self._seen.get(path, 0) + 1
                self._seen[path] = count
            if count <= answer.fail_first:
                failed = html(extras.server_error(answer.fail_status), answer.fail_status)
                response.status, response.body, response.stable = answer.fail_status, failed.body, False
                response.headers["Content-Type"] = failed.headers["Content-Type"]
                if answer.retry_after is not None:
                    response.headers["Retry-After"] = str(answer.retry_after)
                return
        response.slow, response.hang = answer.slow, answer.hang
        response.endless, response.reset_after = answer.endless, answer.reset_after
        if answer.compression != "auto":
            response.compression = answer.compression

    def _answer(self, path: str, query: str) -> spec.Answer | None:
        key = self._find(path, query)
        if key is not None:
            resource = self.file.pages.get(key) or self.file.files.get(key)
            if resource is not None and resource.answer is not None:
                return resource.answer
        for pattern, answer in self.behaviours.answers.items():
            if fnmatch.fnmatchcase(path, pattern):
                return answer
        return self.behaviours.answer


def _before_end(text: str, addition: str) -> str:
    if not addition:
        return text
    ends = list(_BODY_END.finditer(text))
    if not ends:
        return text + addition
    place = ends[-1].start()
    return text[:place] + addition + text[place:]


def _matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns)


def _text(body: str, status: int = 200) -> Response:
    return Response(
        status=status,
        headers={"Content-Type": "text/plain; charset=UTF-8"},
        body=body.encode(),
        stable=True,
        modified=http_date(MODIFIED),
    )
