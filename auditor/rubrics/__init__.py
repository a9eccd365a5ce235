"""Rubrics as data: one TOML file per rubric and version."""
