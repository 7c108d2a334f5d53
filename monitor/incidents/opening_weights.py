"""Weights of the features of ``monitor.incidents.opening``: a logistic model.

Written by ``benchmarks/fit.py``; do not edit by hand.
"""

OPENING_WEIGHTS: dict[str, float] = {
    "bias": 0.867,
    "news under a half": -1.5,
    "place under a half": -1.0,
    "nearest nearly fits": -1.0,
    "news over 0.9": 0.976,
    "news 0.5 to 0.6": -0.856,
    "place 0.5 to 0.6": -0.838,
    "place over 0.9": 0.629,
    "another of the entry is known": -0.619,
    "news 0.8 to 0.9": 0.593,
    "follows up": -0.573,
    "news 0.6 to 0.7": -0.557,
    "place is approximate": -0.552,
    "another of the entry is finer": -0.514,
    "another of the entry is close by": -0.51,
    "nearest fits somewhat": -0.5,
    "another of the entry is in another country": -0.492,
    "another of the entry is surer": -0.4,
    "nearest is at the same place": -0.344,
    "news 0.7 to 0.8": -0.255,
    "nearest: different places": 0.255,
    "nearest: stated days differ": 0.2,
    "alone": 0.172,
    "place 0.7 to 0.8": -0.142,
    "one of two": -0.133,
    "place 0.6 to 0.7": 0.098,
    "nothing near": 0.097,
    "nearest hardly fits": 0.087,
    "nearest fits a little": -0.084,
    "tells a toll": 0.066,
    "place is site": 0.062,
    "place is city": -0.047,
    "place 0.8 to 0.9": -0.046,
    "one of several": -0.038,
    "place is region": -0.026,
    "says again": 0.021,
}
"""Weight by feature; "bias" is the constant."""
