"""Weights of the features of ``monitor.incidents.opening``: a logistic model.

Written by ``benchmarks/fit.py``; do not edit by hand.
"""

OPENING_WEIGHTS: dict[str, float] = {
    "bias": 0.875,
    "news under a half": -1.5,
    "place under a half": -1.0,
    "nearest nearly fits": -1.0,
    "news over 0.9": 0.914,
    "place 0.5 to 0.6": -0.886,
    "place over 0.9": 0.762,
    "news 0.5 to 0.6": -0.744,
    "news 0.8 to 0.9": 0.692,
    "another of the entry is known": -0.646,
    "news 0.6 to 0.7": -0.637,
    "place is approximate": -0.618,
    "follows up": -0.561,
    "another of the entry is finer": -0.555,
    "another of the entry is close by": -0.533,
    "nearest fits somewhat": -0.5,
    "another of the entry is in another country": -0.452,
    "another of the entry is surer": -0.428,
    "nearest is at the same place": -0.365,
    "news 0.7 to 0.8": -0.325,
    "place 0.7 to 0.8": -0.247,
    "nearest: different places": 0.22,
    "nearest: stated days differ": 0.2,
    "alone": 0.189,
    "nearest hardly fits": 0.165,
    "one of several": -0.133,
    "nothing near": 0.126,
    "place is city": -0.092,
    "place 0.6 to 0.7": 0.076,
    "place is site": 0.073,
    "nearest fits a little": -0.061,
    "one of two": -0.056,
    "place is region": 0.048,
    "says again": 0.042,
    "time stated": -0.033,
    "place is district": -0.029,
}
"""Weight by feature; "bias" is the constant."""
