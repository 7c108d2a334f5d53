"""Weights of the features of ``monitor.incidents.opening``: a logistic model.

Written by ``benchmarks/fit.py``; do not edit by hand.
"""

OPENING_WEIGHTS: dict[str, float] = {
    "bias": 0.757,
    "news under a half": -1.5,
    "place under a half": -1.0,
    "nearest nearly fits": -1.0,
    "news over 0.9": 0.914,
    "place 0.5 to 0.6": -0.912,
    "news 0.5 to 0.6": -0.81,
    "place over 0.9": 0.759,
    "news 0.8 to 0.9": 0.754,
    "another of the entry is close by": -0.589,
    "another of the entry is known": -0.584,
    "follows up": -0.562,
    "news 0.6 to 0.7": -0.549,
    "another of the entry is finer": -0.537,
    "nearest fits somewhat": -0.5,
    "place is approximate": -0.499,
    "another of the entry is in another country": -0.462,
    "news 0.7 to 0.8": -0.41,
    "another of the entry is surer": -0.391,
    "nearest is at the same place": -0.374,
    "nearest: different places": 0.255,
    "alone": 0.202,
    "nearest: stated days differ": 0.199,
    "place 0.7 to 0.8": -0.191,
    "nothing near": 0.152,
    "one of two": -0.103,
    "one of several": -0.099,
    "nearest hardly fits": 0.095,
    "place 0.6 to 0.7": 0.094,
    "place is city": -0.088,
    "tells a toll": 0.074,
    "place is site": 0.062,
    "says again": 0.051,
    "place 0.8 to 0.9": -0.051,
    "nearest fits a little": -0.043,
    "place is region": 0.024,
}
"""Weight by feature; "bias" is the constant."""
