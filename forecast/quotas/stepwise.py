"""A number by steps on an attribute of the unit: its workers, its cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from forecast.core.rules import parse_rule
from forecast.quotas.context import Context
from forecast.quotas.quota import Quota, round_up


def resolve_stepwise(row: Mapping[str, Any], context: Context) -> Quota:
    """The rule's number for the unit's size; scope `average` asks it of each of the parts that the attribute counts, on average.

    Examples
    --------
    >>> context = Context(attributes={"factory": {"workers": 120.0}, "commune": {"cells": 9.0}})
    >>> row = {"year": 2026.0, "scope": "each", "basis": "", "reading": ""}
    >>> resolve_stepwise(row | {"unit": "factory", "rule": "workers: 0=1, 50=2, +30=1"}, context).low
    4.0
    >>> resolve_stepwise(row | {"unit": "commune", "rule": "cells: 0=1", "scope": "average"}, context).low
    9.0
    """
    year, rule = int(row["year"]), parse_rule(row["rule"])
    size = context.attributes.get(row["unit"], {}).get(rule.attribute, np.nan)
    number = rule.number(size) * (size if row["scope"] == "average" else 1.0)
    low = float(round_up(number, whole=context.whole))
    return Quota("stepwise", year, year, low, low, row["basis"], row["reading"])
