"""Finding a unit's website: candidate hosts, links of a portal, and whether a page is the unit's.

Pure and deterministic: the crawler fetches, this package ranks and judges.
"""

from auditor.discovery.aliases import former_hosts, names_of
from auditor.discovery.habits import Habit, packaged_habit
from auditor.discovery.hosts import candidate_hosts, label_fits, labels_below, may_name
from auditor.discovery.identity import Belongs, Identity, Locality, belongs
from auditor.discovery.learning import learn_habit
from auditor.discovery.links import Offer, accounts_from_links, from_links

__all__ = [
    "Belongs",
    "Habit",
    "Identity",
    "Locality",
    "Offer",
    "accounts_from_links",
    "belongs",
    "candidate_hosts",
    "former_hosts",
    "from_links",
    "label_fits",
    "labels_below",
    "learn_habit",
    "may_name",
    "names_of",
    "packaged_habit",
]
