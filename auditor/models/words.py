"""The words of verdicts, statuses, domains and components."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """Kinds of unit a target file may name."""

    OPD = "opd"
    PUSKESMAS = "puskesmas"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    RSUD = "rsud"
    PORTAL = "portal"
    OTHER = "other"


class Verdict(StrEnum):
    """What a check says of one component. ``not_tested`` never means absent."""

    PUBLISHED = "published"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"
    NOT_TESTED = "not_tested"
    NOT_APPLICABLE = "not_applicable"


class SiteStatus(StrEnum):
    """What became of the unit's website as a whole."""

    ONLINE = "online"
    NONE = "none"
    SOCIAL_ONLY = "social_only"
    DEAD = "dead"
    PARKED = "parked"
    BLOCKED = "blocked"
    REDIRECTED_AWAY = "redirected_away"
    HACKED = "hacked"
    UNDER_CONSTRUCTION = "under_construction"
    NOT_TESTED = "not_tested"  # the auditor's own network failed, or no source could be asked


class DomainClass(StrEnum):
    """Whose name the site lives under."""

    GO_ID = "go_id"
    GO_ID_OTHER = "go_id_other"
    DESA_ID = "desa_id"
    FREE_HOST = "free_host"
    NON_GO_ID = "non_go_id"
    NONE = "none"


class Https(StrEnum):
    """State of encrypted access to the site's home page."""

    VALID = "valid"
    INVALID = "invalid"
    NONE = "none"


class Source(StrEnum):
    """The form in which a piece of evidence was published."""

    HTML = "html"
    RENDERED = "rendered"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    IMAGE = "image"
    EXTERNAL = "external"


SERVICE_DELIVERY = (
    "persyaratan",
    "prosedur",
    "jangka_waktu",
    "biaya",
    "produk",
    "pengaduan",
)
MANUFACTURING = (
    "dasar_hukum",
    "sarana_prasarana",
    "kompetensi_pelaksana",
    "pengawasan_internal",
    "jumlah_pelaksana",
    "jaminan_pelayanan",
    "jaminan_keamanan",
    "evaluasi_kinerja",
)
AROUND = (
    "standar_pelayanan",
    "sop",
    "maklumat",
    "skm",
    "profil",
    "jam_layanan",
    "ppid",
    "disabilitas",
)
COMPONENTS = SERVICE_DELIVERY + MANUFACTURING + AROUND
