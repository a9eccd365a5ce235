"""What the screen costs: a phrase with a long gap once made it 700 times as dear, and no verdict told."""

from __future__ import annotations

import time

from auditor.bench import material, sides
from auditor.checks import gates
from auditor.checks.words.phrasebook import fold

_NS_A_CHARACTER = 300  # usually below 20; an automaton that outgrew RE2's memory took 2,294


def test_screening_takes_nanoseconds_a_character() -> None:
    shots = sides.read_sites(material.made_pages(sites=1, count=25))
    bodies = sorted({fold(section.body) for page in shots[0].pages for section in page.sections})
    characters = sum(map(len, bodies))
    assert characters > 50_000
    gates.components_of("", "apa saja", (), "", form=False)  # compiles
    begun = time.process_time()
    for body in bodies:
        gates.components_of("", body, (), "", form=False)
    assert (time.process_time() - begun) * 1e9 / characters < _NS_A_CHARACTER
