"""Makes the helpers beside this file importable from every test folder; in CI nothing is skipped."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from auditor import FORM

# How long an example takes says how loaded the machine is; what Hypothesis itself sets in CI stays.
settings.register_profile("suite", settings(), deadline=None)
settings.load_profile("suite")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says which form was tested; in CI a build that does not run must not pass for one that does."""
    terminalreporter.write_line(f"auditor: {FORM.remark or f'{FORM} modules'}")


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
