"""The shape of the practice region's data files; README.md shows them by example.

Everything is frozen and strict: an unknown key, a wrong type or an unknown word stops the load.
Times are seconds before scaling (see `auditor.practice.server.start`).
"""

from auditor.practice.spec.base import THEMES_DRAWN, THEMES_SINGLE, Base, Theme, Tls
from auditor.practice.spec.behaviours import Behaviours, Calendar, Challenge, Cloak, Dns, Redirect
from auditor.practice.spec.files import (
    Block,
    Docx,
    File,
    FileBase,
    Image,
    Pdf,
    PdfScan,
    Poster,
    Raw,
    Table,
    Xlsx,
)
from auditor.practice.spec.labels import (
    ComponentLabel,
    LabelEvidence,
    Labels,
    ProblemLabel,
    ServiceLabel,
    SiteLabel,
)
from auditor.practice.spec.pages import Answer, Canned, Charset, Compression, Page, Panel, Panels
from auditor.practice.spec.region import DnsRecord, RegionFile, RegionInfo, UnitFile
from auditor.practice.spec.site import MenuItem, Mount, SiteInfo, UnitInfo

__all__ = [
    "THEMES_DRAWN",
    "THEMES_SINGLE",
    "Answer",
    "Base",
    "Behaviours",
    "Block",
    "Calendar",
    "Canned",
    "Challenge",
    "Charset",
    "Cloak",
    "ComponentLabel",
    "Compression",
    "Dns",
    "DnsRecord",
    "Docx",
    "File",
    "FileBase",
    "Image",
    "LabelEvidence",
    "Labels",
    "MenuItem",
    "Mount",
    "Page",
    "Panel",
    "Panels",
    "Pdf",
    "PdfScan",
    "Poster",
    "ProblemLabel",
    "Raw",
    "Redirect",
    "RegionFile",
    "RegionInfo",
    "ServiceLabel",
    "SiteInfo",
    "SiteLabel",
    "Table",
    "Theme",
    "Tls",
    "UnitFile",
    "UnitInfo",
    "Xlsx",
]
