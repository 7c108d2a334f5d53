"""Weights of the features of ``monitor.incidents.opening``: a logistic model.

Written by ``benchmarks/fit.py``; do not edit by hand.
"""

OPENING_WEIGHTS: dict[str, float] = {
    "bias": 0.696,
    "news under a half": -1.5,
    "place under a half": -1.0,
    "nearest nearly fits": -1.0,
    "news over 0.9": 0.959,
    "news 0.5 to 0.6": -0.864,
    "news 0.6 to 0.7": -0.732,
    "place 0.5 to 0.6": -0.696,
    "place is approximate": -0.632,
    "another of the entry is known": -0.631,
    "follows up": -0.624,
    "news 0.8 to 0.9": 0.562,
    "another of the entry is close by": -0.536,
    "nearest fits somewhat": -0.5,
    "another of the entry is in another country": -0.492,
    "place over 0.9": 0.426,
    "another of the entry is finer": -0.424,
    "another of the entry is surer": -0.369,
    "nearest is at the same place": -0.367,
    "nearest: different places": 0.273,
    "nearest: stated days differ": 0.2,
    "alone": 0.171,
    "nearest hardly fits": 0.171,
    "tells a toll": 0.134,
    "place 0.6 to 0.7": -0.13,
    "one of several": -0.121,
    "place is city": -0.115,
    "place is site": 0.081,
    "says again": 0.075,
    "place 0.8 to 0.9": 0.069,
    "nearest fits a little": -0.057,
    "one of two": -0.051,
    "type unknown": 0.05,
    "nothing near": 0.046,
    "place is district": 0.035,
    "news 0.7 to 0.8": -0.027,
}
"""Weight by feature; "bias" is the constant."""
