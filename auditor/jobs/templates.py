"""A second look over a run: text that repeats across unrelated sites is a template's and no evidence.

Only units that show such text are read and judged again, without it. The look is the same in a run and a
recheck and depends on no order, so both give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from auditor.checks.base import bare_address
from auditor.checks.templates import Telling, confirmed, repeated
from auditor.jobs.assess import assess_without, read_unit
from auditor.jobs.assess_options import AssessOptions
from auditor.jobs.folder import RunFolder
from auditor.models import Agency, Page, Snapshot, UnitResult
from auditor.results import decode_unit

_ROUNDS = 4  # behind a template's vision may stand its mission


def judge_templates(agencies: Sequence[Agency], options: AssessOptions) -> tuple[str, ...]:
    """Judge again the units whose evidence is a template's text; their ids, sorted.

    Raises ArchiveError when a unit's archive cannot be read.
    """
    if options.site_only:
        return ()
    folder = RunFolder(options.root)

    @lru_cache(maxsize=8)
    def shot(unit_id: str) -> Snapshot:
        return read_unit(unit_id, options)[1]

    def page_of(telling: Telling) -> Page | None:
        url = bare_address(telling.url)
        for page in shot(telling.unit_id).pages:
            if url in {bare_address(page.fetch.url), bare_address(page.fetch.requested_url)}:
                return page
        return None

    cut: dict[str, frozenset[str]] = {}
    for _ in range(_ROUNDS):
        texts = confirmed(repeated(_results(agencies, folder)), page_of)
        if not texts:
            break
        for unit_id in sorted(texts):
            cut[unit_id] = cut.get(unit_id, frozenset()) | texts[unit_id]
            assess_without(unit_id, options, cut[unit_id])
    return tuple(sorted(cut))


def _results(agencies: Sequence[Agency], folder: RunFolder) -> Iterator[UnitResult]:
    for agency in agencies:
        path = folder.result_path(agency.unit_id)
        if path.is_file():
            yield decode_unit(path.read_bytes())
