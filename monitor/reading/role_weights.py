"""Weights of the features of ``monitor.reading.roles``: a logistic model.

Written by ``benchmarks/fit.py``; do not edit by hand.
"""

ROLE_WEIGHTS: dict[str, float] = {
    "bias": -1.0,
    "sentence: tells": 1.0,
    "sentence: outcome": 0.3,
    "sentence: vetoed": -2.0,
    "sentence: silent": -2.0,
    "before: in": 1.0,
    "before: over": 1.5,
    "before: near": 0.8,
    "before: attack": 1.5,
    "before: attack on": 1.5,
    "before: attack po": 1.5,
    "before: attack in": 1.5,
    "before: from": -2.0,
    "before: office": -1.5,
    "before: office in": -1.5,
    "before: start": 0.3,
    "holds a finer place beside it": -1.5,
    "is country": -2.0,
    "is an adjective": -1.5,
    "followed by say": -1.0,
    "followed by office": -1.5,
    "followed by actor": -1.0,
    "after: colon": 0.8,
    "is the whole sentence": 0.5,
}
"""Weight by feature; "bias" is the constant."""
