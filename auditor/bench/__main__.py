"""``python -m auditor.bench [SUBJECT] [options]``: without a subject, what reading and judging cost."""

from __future__ import annotations

import sys
from importlib import import_module

SUBJECTS = {
    "reading": "auditor.bench.command",  # reading, judging, matching, PDF text
    "first": "auditor.bench.first",  # the same on pages whose words a process has never met
    "crawling": "auditor.bench.crawling",  # the whole audit beside plain Scrapy and wget
    "hosts": "auditor.bench.hosts",  # many hosts in one run: cost, memory, open files, dead names
    "recrawl": "auditor.bench.recrawl",  # coming back when few pages changed
    "discover": "auditor.bench.discovery",  # looking for the websites of many regions
    "papers": "auditor.bench.papers",  # dossiers and clinic packs
    "recap": "auditor.bench.recap",  # the workbook of a national run
    "fleet": "auditor.bench.fleet.__main__",  # workers that are killed, and two against one
}


def main() -> int:
    """Hand over to the subject's own command."""
    words = sys.argv[1:]
    subject = words.pop(0) if words and words[0] in SUBJECTS else "reading"
    return int(import_module(SUBJECTS[subject]).main(words))


if __name__ == "__main__":
    sys.exit(main())
