"""Telling people about a finished batch: one digest per recipient, by e-mail and webhook."""
