"""``python -m auditor.bench`` and ``python -m auditor.bench discover``."""

import sys

from auditor.bench.command import main
from auditor.bench.discovery import main as discover

if __name__ == "__main__":
    sys.exit(discover(sys.argv[2:]) if sys.argv[1:2] == ["discover"] else main(sys.argv[1:]))
