"""Puts the stages together: a run folder from target files, and the same folder judged again."""
