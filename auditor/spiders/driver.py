"""Playwright's own program, the browser it may start, and what it says when either is gone."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Awaitable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.async_api import Playwright

logger = logging.getLogger(__name__)

_SYSTEM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """The system's Chromium, if there is one."""
    return next((path for name in _SYSTEM if (path := shutil.which(name))), None)


def trouble() -> type[Exception]:
    """Playwright's own error. The package takes a fifth of a second to load, which most runs can save."""
    from playwright.async_api import Error  # noqa: PLC0415

    return Error


async def started_driver() -> Playwright:
    """Playwright's own program, which talks to the browser. Raises its error when it does not start."""
    from playwright.async_api import async_playwright  # noqa: PLC0415 - see trouble

    try:
        return await async_playwright().start()
    except Exception as error:
        # It says so with a bare Exception when its program cannot run (a system library is missing, say).
        raise trouble()(f"Playwright's driver does not start: {error}") from error


async def quietly(awaitable: Awaitable[object]) -> None:
    """Closing something that may be closed already."""
    try:
        await awaitable
    except (trouble(), OSError, asyncio.CancelledError):
        logger.debug("already closed")
