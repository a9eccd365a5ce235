"""The one root of errors this program raises on purpose."""


class AuditorError(Exception):
    """A mistake the user can mend: one line that says what, where and the mend (exit status 2)."""
