"""A practice site by its unit: what the target file, the menu and the frame of its pages say."""

from __future__ import annotations

from auditor.models import Kind
from auditor.practice.spec.base import Base


class UnitInfo(Base, frozen=True, kw_only=True):
    """What the target file says of the unit. An empty ``website`` leaves it to discovery.

    ``region`` is the code of one of the ``regions`` of region.yaml; empty: the ground's own region.
    """

    name: str
    kind: Kind
    region: str = ""
    website: str = ""
    parent: str = ""
    notes: str = ""


class Mount(Base, frozen=True, kw_only=True):
    """Where the unit's pages live when it has no host of its own: a path on another unit's host."""

    host: str
    path: str


class MenuItem(Base, frozen=True, kw_only=True):
    """A menu entry; ``href`` as it shall stand in the page (``#`` is a menu that leads nowhere)."""

    text: str
    href: str = "#"
    children: list[MenuItem] = []


class SiteInfo(Base, frozen=True, kw_only=True):
    """Name, menu and footer of the site; texts are HTML fragments where they are called html."""

    title: str
    tagline: str = ""
    menu: list[MenuItem] = []
    footer: str = ""
    sidebar: str = ""
    head: str = ""
    lang: str = "id"
