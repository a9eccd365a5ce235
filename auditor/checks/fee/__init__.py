"""Fees: what a layout makes of an amount, and whose money it is (``biaya``)."""
