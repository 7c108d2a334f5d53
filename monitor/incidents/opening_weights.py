"""Weights of the features of ``monitor.incidents.opening``: a logistic model.

Written by ``benchmarks/fit.py``; do not edit by hand.
"""

OPENING_WEIGHTS: dict[str, float] = {
    "bias": 0.79,
    "news under a half": -1.5,
    "place under a half": -1.0,
    "nearest nearly fits": -1.0,
    "news over 0.9": 0.942,
    "place 0.5 to 0.6": -0.875,
    "news 0.5 to 0.6": -0.827,
    "place over 0.9": 0.688,
    "news 0.8 to 0.9": 0.681,
    "another of the entry is known": -0.604,
    "another of the entry is finer": -0.573,
    "follows up": -0.572,
    "another of the entry is close by": -0.57,
    "news 0.6 to 0.7": -0.558,
    "place is approximate": -0.507,
    "nearest fits somewhat": -0.5,
    "another of the entry is in another country": -0.442,
    "another of the entry is surer": -0.411,
    "nearest is at the same place": -0.375,
    "news 0.7 to 0.8": -0.339,
    "nearest: different places": 0.258,
    "nearest: stated days differ": 0.195,
    "place 0.7 to 0.8": -0.179,
    "alone": 0.174,
    "one of several": -0.14,
    "nearest hardly fits": 0.14,
    "nothing near": 0.107,
    "place 0.6 to 0.7": 0.106,
    "tells a toll": 0.083,
    "place is site": 0.074,
    "place 0.8 to 0.9": -0.04,
    "place is district": -0.039,
    "says again": 0.038,
    "nearest fits a little": -0.037,
    "place is city": -0.037,
    "one of two": -0.034,
}
"""Weight by feature; "bias" is the constant."""
