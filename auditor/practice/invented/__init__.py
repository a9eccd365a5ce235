"""Invented regions: ground for proving that discovery finds the right website, or rightly none.

Generated from the reference data with a seed, with true answers. Nothing here imports the discovery
code or its tables of host labels: what the ground does and what discovery expects must not agree by
construction.
"""
