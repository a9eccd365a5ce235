"""Whose site a page is: the unit's, a namesake's, the portal's, a directory's."""

from auditor.discovery.identity.judge import belongs
from auditor.discovery.identity.records import Belongs, Identity, Locality

__all__ = ["Belongs", "Identity", "Locality", "belongs"]
