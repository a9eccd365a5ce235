"""Addresses: one canonical form, whose name a host lives under, what belongs to a site.

Pure: no look-up ever leaves the process (the public suffix list is the one shipped with
tldextract). The lists of hosts are in ``reference/domain_policy.toml`` with their reasons.
"""

from __future__ import annotations

from auditor.urls.canonical import (
    MAX_LENGTH,
    UrlError,
    absolute,
    canonical,
    home_candidates,
    host_of,
    website_address,
)
from auditor.urls.hosts import classify_domain, is_directory, is_vendor_application, registered_domain
from auditor.urls.scope import in_scope, is_path_host
from auditor.urls.social import is_social, social_account
from auditor.urls.stored import Drive, drive, unwrap

__all__ = [
    "MAX_LENGTH",
    "Drive",
    "UrlError",
    "absolute",
    "canonical",
    "classify_domain",
    "drive",
    "home_candidates",
    "host_of",
    "in_scope",
    "is_directory",
    "is_path_host",
    "is_social",
    "is_vendor_application",
    "registered_domain",
    "social_account",
    "unwrap",
    "website_address",
]
