"""Phrases, and what single words, lines and addresses say of themselves."""
