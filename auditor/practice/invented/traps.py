"""The traps: what befalls the website of a unit, or its absence, each a method named as in ``rates.toml``."""

from __future__ import annotations

from auditor.models import Kind
from auditor.practice.dns import Name
from auditor.practice.invented.data import words
from auditor.practice.invented.draft import Draft, slug
from auditor.practice.invented.maker import Maker
from auditor.practice.invented.pages import directory_pages, home_page, mute_page
from auditor.practice.invented.records import Host, Redirect
from auditor.practice.invented.truths import FREE
from auditor.practice.region import stable_address


class Traps(Maker):
    """A method for each trap, ``_old_name`` for ``old_name``; ``_plain`` and ``_nothing`` are none."""

    def _plain(self, draft: Draft) -> None:
        self._open(draft, self._host(draft))

    def _non_go_id(self, draft: Draft) -> None:
        ending = self.rng.choice((".com", ".web.id", ".id", ".or.id"))
        stem = f"{slug(draft.short)}{slug(self.bare) if draft.kind is Kind.OPD else ''}"
        self._open(draft, f"www.{stem}{slug(self.bare)[:3]}{ending}")

    def _free_host(self, draft: Draft) -> None:
        host = f"{slug(draft.name)}{slug(self.bare)[:4]}{self.rng.choice(FREE)}"
        self._open(draft, host, home_page(draft, self.region, host, self.rng, template="blogger"))

    def _person_host(self, draft: Draft) -> None:
        host = (
            f"{slug(self.rng.choice(words().given) + self.rng.choice(words().family))}{self.region.code[3:]}"
        )
        host += ".blogspot.com"
        self._open(draft, host, home_page(draft, self.region, host, self.rng, template="blogger"))

    def _mounted(self, draft: Draft) -> None:
        """Under a path of the portal, or of the health office."""
        path = (
            f"/puskesmas/{slug(draft.name, '-')}" if draft.kind is Kind.PUSKESMAS else f"/{slug(draft.short)}"
        )
        draft.urls.append(path)  # the host follows in _finish, when both holders are there
        draft.known_by = "listed"

    def _http_only(self, draft: Draft) -> None:
        self._open(draft, self._host(draft), scheme="http", tls="http_only")

    def _bad_certificate(self, draft: Draft) -> None:
        self._open(draft, self._host(draft), tls=self.rng.choice(("expired", "self_signed")))

    def _logo_only(self, draft: Draft) -> None:
        host = self._host(draft)
        self._open(draft, host, home_page(draft, self.region, host, self.rng, template="logo", mute=True))

    def _old_name(self, draft: Draft) -> None:
        assert draft.older is not None
        draft.labels, draft.shown, draft.short = dict(draft.older.labels), draft.older.name, draft.older.short
        draft.known_by = "listed"
        self._plain(draft)

    def _ipv6_only(self, draft: Draft) -> None:
        number = self.rng.randrange(1, 0xFFFF)
        self._open(draft, self._host(draft), name=Name(aaaa=(f"2404:c0:1a::{number:x}",)))

    def _vendor_cname(self, draft: Draft) -> None:
        vendor = f"cl{self.rng.randint(1, 40)}.hostingdesa.co.id"
        self.ground.names[vendor] = Name(a=(stable_address(vendor),))
        self._open(draft, self._host(draft), name=Name(cname=vendor))

    def _slow_dns(self, draft: Draft) -> None:
        host = self._host(draft)
        self._open(draft, host, name=Name(a=(stable_address(host),), slow=1.5))

    def _moved(self, draft: Draft) -> None:
        host = self._host(draft)
        self._open(draft, host, known=False)
        old = f"www.{slug(draft.short)}{slug(self.bare)}.com"
        self.ground.hosts[old] = Host(pages={"/": Redirect(draft.urls[0])}, whole=True)
        self.ground.names[old] = Name(a=(stable_address(old),))
        draft.website, draft.known_by = f"http://{old}/", "stated"

    def _stale_stated(self, draft: Draft) -> None:
        draft.known_by = "listed"
        self._open(draft, self._host(draft))
        draft.website = f"http://{slug(draft.short)}-lama.{self.region.domain}/"
        if self.habit.wildcard:
            draft.website = f"http://www.{slug(draft.short)}{slug(self.bare)}.web.id/"

    def _hacked(self, draft: Draft) -> None:
        host = self._host(draft)
        self._open(draft, host, home_page(draft, self.region, host, self.rng, template="hacked"))

    def _under_construction(self, draft: Draft) -> None:
        host = self._host(draft)
        self._open(draft, host, mute_page("construction", draft, self.region))

    def _blocked(self, draft: Draft) -> None:
        host = self._host(draft)
        made = self._open(draft, host, mute_page("forbidden", draft, self.region, status=403), known=False)
        made.whole = True
        draft.website, draft.known_by = draft.urls[0], "stated"

    def _hidden(self, draft: Draft) -> None:
        label = f"{self.rng.choice(words().syllables)}{self.rng.choice(words().syllables)}mantap"
        draft.known_by = "nobody"
        self._open(draft, f"{label}{slug(draft.short)[:2]}.{self.region.domain}", known=False)

    def _nothing(self, draft: Draft) -> None:
        """No website, and nothing that looks like one."""

    def _dead_stated(self, draft: Draft) -> None:
        host = f"{self._label(draft)}.{self.region.domain}"
        # Behind a wildcard every name exists.
        state = self.rng.choice(
            ("servfail", "lame", "reset", *(() if self.habit.wildcard else ("nxdomain",)))
        )
        draft.website = f"http://{host}/"
        if state == "reset":
            self.ground.hosts[host] = Host(reset=True, whole=True)
            self.ground.names[host] = Name(a=(stable_address(host),))
        else:
            self.ground.names[host] = Name(state=state)

    def _parked_stated(self, draft: Draft) -> None:
        host = f"www.{slug(draft.short)}{slug(self.bare)}.com"
        self.ground.hosts[host] = Host(pages={"/": mute_page("parked", draft, self.region)}, whole=True)
        self.ground.names[host] = Name(a=(stable_address("parkir"),))
        draft.website = f"http://{host}/"

    def _social_only(self, draft: Draft) -> None:
        url = f"https://www.instagram.com/{slug(draft.short)}.{slug(self.bare)}/"
        if self.rng.random() < 0.5:
            draft.website = url
        else:
            self._list(draft, url)

    def _namesake(self, draft: Draft) -> str:
        """The website of the unit of that name in the neighbouring region."""
        domain = self.neighbour.domain
        own = self.rng.random() < 0.5
        host = f"{slug(draft.name)}.{domain}" if own else f"www.{slug(draft.name)}{slug(domain)[:5]}.com"
        self.ground.hosts[host] = Host(
            pages={"/": home_page(draft, self.neighbour, host, self.rng, placed=True)}
        )
        self.ground.names[host] = Name(a=(stable_address(host),))
        return f"https://{host}/"

    def _namesake_stated(self, draft: Draft) -> None:
        draft.website = self._namesake(draft)

    def _namesake_listed(self, draft: Draft) -> None:
        self._list(draft, self._namesake(draft))

    def _news_listed(self, draft: Draft) -> None:
        host = f"www.kabar{slug(self.bare)}.com"
        path = f"/2026/0{self.rng.randint(1, 9)}/{slug(draft.short, '-')}-gelar-sosialisasi/"
        made = self.ground.hosts.setdefault(host, Host(pages={"/": mute_page("news", draft, self.region)}))
        made.pages[path] = mute_page("news", draft, self.region)
        self.ground.names[host] = Name(a=(stable_address(host),))
        self._list(draft, f"https://{host}{path}")

    def _directory_listed(self, draft: Draft) -> None:
        host, path, page = directory_pages(draft, self.region, self.rng)
        self.ground.hosts.setdefault(host, Host()).pages[path] = page
        self.ground.names[host] = Name(a=(stable_address(host),))
        self._list(draft, f"https://{host}{path}")

    def _portal_stated(self, draft: Draft) -> None:
        draft.website = f"https://{self.region.domain}/"

    def _person_campaign(self, draft: Draft) -> None:
        person = f"{self.rng.choice(words().given)} {self.rng.choice(words().family)}"
        host = f"www.{slug(person)}{self.region.code[3:]}.com"
        self.ground.hosts[host] = Host(pages={"/": mute_page("campaign", draft, self.region, person=person)})
        self.ground.names[host] = Name(a=(stable_address(host),))
        draft.website = f"https://{host}/"
