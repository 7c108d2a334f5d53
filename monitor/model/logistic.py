"""The logistic models of reader and resolver: named features in, probability and contributions out.

Weights are fitted on labelled streams by ``benchmarks/fit.py`` and stand in modules of their own. Features that a model
does not know count nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

Contributions = tuple[tuple[str, float], ...]
"""Feature names with their weights in one decision, largest first."""


def weigh(features: Iterable[str], weights: Mapping[str, float]) -> tuple[float, Contributions]:
    """Probability that a logistic model gives to binary *features*, and the contributions behind it."""
    parts = [(name, weights[name]) for name in features if name in weights]
    z = weights.get("bias", 0.0) + sum(weight for _, weight in parts)
    parts.sort(key=lambda part: -abs(part[1]))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, z)))), tuple(parts)
