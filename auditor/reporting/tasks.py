"""``tasks.toml``: who usually mends what, and with which draft."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import msgspec

from auditor.errors import AuditorError
from auditor.models import COMPONENTS


class TasksError(AuditorError):
    """``tasks.toml`` is wrong: which entry, how to mend it."""


class Part(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A component: who mends it, and the draft that helps (a key of the drafts' file names)."""

    who: tuple[str, ...]
    draft: str = ""


class Task(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """Something to mend on the site as a whole: who does it, and what to do."""

    who: tuple[str, ...]
    task: str


class Tasks(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The whole file; sites, domains, https and problems by their stable names."""

    who: dict[str, str]
    components: dict[str, Part]
    sites: dict[str, Task]
    domains: dict[str, Task]
    https: dict[str, Task]
    problems: dict[str, Task]

    def people(self, names: tuple[str, ...]) -> str:
        """Who does it, in words: the doer, then who helps."""
        return " bersama ".join(self.who[name] for name in names)


@lru_cache(maxsize=1)
def load_tasks() -> Tasks:
    """The tasks. Raises TasksError where a component is missing or somebody is unknown."""
    raw = resources.files(__package__).joinpath("tasks.toml").read_bytes()
    tasks = msgspec.toml.decode(raw, type=Tasks)
    missing = [code for code in COMPONENTS if code not in tasks.components]
    if missing:
        raise TasksError(f"tasks.toml: [components] belum ada: {', '.join(missing)}; tambahkan")
    entries: list[Part | Task] = [*tasks.components.values()]
    for table in (tasks.sites, tasks.domains, tasks.https, tasks.problems):
        entries += table.values()
    unknown = sorted({name for entry in entries for name in entry.who if name not in tasks.who})
    if unknown or any(not entry.who for entry in entries):
        raise TasksError(
            f"tasks.toml: pelaksana tak dikenal atau kosong: {', '.join(unknown) or '-'}; lihat [who]"
        )
    return tasks
