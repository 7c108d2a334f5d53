"""Weights of the features of ``monitor.incidents.opening``: a logistic model.

Written by ``benchmarks/fit.py``; do not edit by hand.
"""

OPENING_WEIGHTS: dict[str, float] = {
    "bias": 0.48,
    "news under a half": -1.5,
    "nearest nearly fits": -1.215,
    "place under a half": -1.0,
    "news over 0.9": 0.98,
    "news 0.5 to 0.6": -0.924,
    "place 0.5 to 0.6": -0.806,
    "another of the entry is known": -0.681,
    "follows up": -0.662,
    "news 0.6 to 0.7": -0.642,
    "place is approximate": -0.639,
    "news 0.8 to 0.9": 0.636,
    "another of the entry is surer": -0.614,
    "another of the entry is in another country": -0.5,
    "another of the entry is finer": -0.493,
    "another of the entry is close by": -0.478,
    "place over 0.9": 0.411,
    "nearest fits somewhat": -0.403,
    "nearest is at the same place": -0.315,
    "nearest: different places": 0.302,
    "nearest: stated days differ": 0.182,
    "place 0.8 to 0.9": 0.162,
    "alone": 0.157,
    "news 0.7 to 0.8": -0.153,
    "place 0.7 to 0.8": -0.149,
    "tells a toll": 0.131,
    "nothing near": 0.124,
    "type unknown": -0.124,
    "one of several": -0.117,
    "nearest hardly fits": 0.109,
    "says again": 0.049,
    "place 0.6 to 0.7": 0.045,
    "one of two": -0.043,
    "place is region": 0.026,
}
"""Weight by feature; "bias" is the constant."""
