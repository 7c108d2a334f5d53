"""Weights of the features of ``monitor.incidents.opening``: a logistic model.

Written by ``benchmarks/fit.py``; do not edit by hand.
"""

OPENING_WEIGHTS: dict[str, float] = {
    "bias": 0.983,
    "news under a half": -1.584,
    "news over 0.9": 1.326,
    "place under a half": -1.026,
    "nearest nearly fits": -1.0,
    "another of the entry is surer": -0.898,
    "news 0.5 to 0.6": -0.855,
    "news 0.6 to 0.7": -0.81,
    "place 0.5 to 0.6": -0.698,
    "nearest is at the same place": -0.601,
    "another of the entry is known": -0.599,
    "another of the entry is close by": -0.581,
    "another of the entry is in another country": -0.491,
    "nearest fits somewhat": -0.459,
    "another of the entry is finer": -0.449,
    "news 0.8 to 0.9": 0.41,
    "place 0.8 to 0.9": 0.384,
    "place is approximate": -0.313,
    "place 0.7 to 0.8": -0.299,
    "one of two": -0.272,
    "place is city": -0.232,
    "follows up": -0.228,
    "nearest: stated days differ": 0.206,
    "nearest: different places": 0.205,
    "place 0.6 to 0.7": 0.187,
    "nothing near": 0.163,
    "one of several": 0.162,
    "place over 0.9": 0.153,
    "place is region": 0.122,
    "alone": 0.112,
    "place is site": 0.104,
    "nearest fits a little": -0.09,
    "news 0.7 to 0.8": -0.085,
    "nearest hardly fits": 0.065,
    "says again": 0.04,
    "tells a toll": 0.038,
}
"""Weight by feature; "bias" is the constant."""
