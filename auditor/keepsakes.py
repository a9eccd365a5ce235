"""What was made of the program's own data, kept from one start to the next in the user's cache folder.

Only what can be made again at any time: a keepsake is given out to whom names the very things it was made of,
and where none can be kept, it is made anew at each start.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

_OURS = hashlib.sha256(str(Path(__file__).parent).encode()).hexdigest()[:12]


def keepsakes() -> Path:
    """The folder, below ``auditor`` in ``$XDG_CACHE_HOME`` (by default ``~/.cache``).

    Each installation has its own: two would take turns in making everything anew.
    """
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "auditor" / _OURS


def kept(name: str, made_of: str) -> bytes | None:
    """What was kept by this name, when it was made of the same (a hash, one line); None else."""
    try:
        told, _, data = (keepsakes() / name).read_bytes().partition(b"\n")
    except (OSError, RuntimeError):  # RuntimeError: nobody's home is known
        return None
    return data if told == made_of.encode() else None


def keep(name: str, made_of: str, data: bytes) -> None:
    """Keep it, in place of what was kept by this name; readers see the old or the new, never a half."""
    try:
        folder = keepsakes()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder) as aside:
            whole = Path(aside, name)
            whole.write_bytes(made_of.encode() + b"\n" + data)
            whole.replace(folder / name)
    except (OSError, RuntimeError):
        return
