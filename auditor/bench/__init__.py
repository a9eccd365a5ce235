"""Measures what reading, judging and matching cost, as ratios to well-known ways of doing the same.

``python -m auditor.bench`` (``make bench``). All figures are CPU time of this process and its
children; the sides run alternately in one run, so that a busy machine slows both.
"""
