"""The run's log: one JSON object a line, each with its run and unit, faults with their trace."""

import asyncio
import json
import logging
from pathlib import Path

from auditor import journal


def test_lines_say_what_they_are_about(tmp_path: Path) -> None:
    path = tmp_path / "auditor.log"
    handler = journal.log_to(path)
    ours, others = logging.getLogger("auditor.uji"), logging.getLogger("lain")

    async def unit(name: str) -> None:
        with journal.about(name):
            await asyncio.sleep(0)
            ours.info("unit_done", extra={"pages": 3, "folder": tmp_path})

    async def both() -> None:
        journal.bind("r1")
        await asyncio.gather(unit("u/1"), unit("u2"))
        ours.info("selesai: %s", "é")

    try:
        asyncio.run(both())
        ours.debug("not kept")
        others.warning("not kept")
        try:
            int("rusak")
        except ValueError:
            others.exception("gagal")
    finally:
        journal.stop(handler)
    first, second, end, fault = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert (first["event"], first["run"], first["unit"], first["job"]) == ("unit_done", "r1", "u/1", "r1/u/1")
    assert (first["pages"], first["folder"]) == (3, str(tmp_path))
    assert (first["level"], first["logger"]) == ("info", "auditor.uji") and first["at"].endswith("Z")
    assert second["job"] == "r1/u2"
    assert end["event"] == "selesai: é" and end["run"] == "r1" and "unit" not in end and "job" not in end
    assert fault["level"] == "error" and "ValueError: invalid" in fault["exception"] and "run" not in fault
