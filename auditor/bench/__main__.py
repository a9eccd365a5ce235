"""``python -m auditor.bench``."""

import sys

from auditor.bench.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
