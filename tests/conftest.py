"""Makes the helpers beside this file importable from every test folder; in CI nothing is skipped."""

import os
from collections.abc import Iterator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """A skipped test fails where CI is set: a missing program must not pass unseen.

    Tests marked ``optional`` need what the set-up does not install (a PostgreSQL server).
    """
    report = yield
    optional = item.get_closest_marker("optional") is not None
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") and not optional:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid}: skipped, which CI does not allow: {report.longrepr}"
    return report
