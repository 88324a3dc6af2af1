"""Measure the reader of sentences on a table of sentences with the figures that they state: values, targets, percents and periods.

The table stays outside the project. Its addresses are split for good: an address whose SHA-256, read as a whole number,
is divisible by three belongs to the last third, which is never looked at while the reader is being written.
"""

import hashlib


def in_last_third(address: str) -> bool:
    """Whether the sentences of an address are kept for the one measurement at the end."""
    return int(hashlib.sha256(address.encode()).hexdigest(), 16) % 3 == 0
