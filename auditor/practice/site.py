"""Answers for one site of the region: its content behind every gate and trouble its file declares."""

from __future__ import annotations

import fnmatch
import re
import threading

from auditor.practice import extras, spec
from auditor.practice.contents import MODIFIED, Contents
from auditor.practice.message import Request, Response, finish, html, http_date, redirect
from auditor.practice.region import Site


class SiteHandler:
    """Serves one `Site`; thread-safe. ``seen`` counts requests for ``fail_first``."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.file = site.file
        self.behaviours = site.file.behaviours
        self._seen: dict[str, int] = {}
        self._lock = threading.Lock()
        self._contents = Contents(site)

    # ------------------------------------------------------------ the way of a request

    def respond(self, request: Request) -> Response:
        """The answer to ``request``, with all its habits and troubles."""
        path = self._local(request.path)
        response = self._gate(request, path) or self._contents.answer(request, path)
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
        key = self._contents.find(path, query)
        if key is not None:
            resource = self.file.pages.get(key) or self.file.files.get(key)
            if resource is not None and resource.answer is not None:
                return resource.answer
        for pattern, answer in self.behaviours.answers.items():
            if fnmatch.fnmatchcase(path, pattern):
                return answer
        return self.behaviours.answer


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
