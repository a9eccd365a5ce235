"""The practice region: a small real internet on loopback, and its sites as data.

Read ``README.md`` beside this file. Nobody but ``auditor.cli`` and the tests imports this package.
"""
