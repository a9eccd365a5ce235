"""Reference data: regions, kinds of unit, registers of units, domain policy.

Every file stands beside this module with its source and date (``README.md``). Loading is
lazy and cached; nothing here asks the network.
"""

from auditor.reference.kinds import UnitKind, load_kinds
from auditor.reference.policy import DomainPolicy, load_policy
from auditor.reference.regions import RegionFileError, Regions, bare_name, load_regions, squeeze
from auditor.reference.registers import (
    Registered,
    all_districts,
    all_puskesmas,
    load_districts,
    load_puskesmas,
)

__all__ = [
    "DomainPolicy",
    "RegionFileError",
    "Regions",
    "Registered",
    "UnitKind",
    "all_districts",
    "all_puskesmas",
    "bare_name",
    "load_districts",
    "load_kinds",
    "load_policy",
    "load_puskesmas",
    "load_regions",
    "squeeze",
]
