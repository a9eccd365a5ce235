"""``python -m auditor.practice check|serve|targets|labels``; see README.md."""

from __future__ import annotations

import sys

from auditor.practice.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
