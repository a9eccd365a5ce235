"""The queue's tables, beside the results and in the same database."""
