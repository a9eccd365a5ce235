"""When which unit is audited: ``targets/batches.toml`` and the moments that follow from it."""
