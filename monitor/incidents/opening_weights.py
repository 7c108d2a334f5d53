"""Weights of the features of ``monitor.incidents.opening``: a logistic model.

Written by ``benchmarks/fit.py``; do not edit by hand.
"""

OPENING_WEIGHTS: dict[str, float] = {
    "bias": 0.723,
    "news under a half": -1.5,
    "nearest nearly fits": -1.121,
    "news over 0.9": 1.035,
    "place under a half": -1.0,
    "news 0.5 to 0.6": -0.965,
    "place 0.5 to 0.6": -0.783,
    "place is approximate": -0.641,
    "another of the entry is surer": -0.625,
    "follows up": -0.611,
    "news 0.8 to 0.9": 0.585,
    "another of the entry is known": -0.566,
    "news 0.6 to 0.7": -0.563,
    "another of the entry is close by": -0.529,
    "another of the entry is in another country": -0.52,
    "place over 0.9": 0.488,
    "another of the entry is finer": -0.476,
    "nearest fits somewhat": -0.381,
    "nearest is at the same place": -0.346,
    "nearest: different places": 0.233,
    "nearest: stated days differ": 0.222,
    "alone": 0.194,
    "news 0.7 to 0.8": -0.193,
    "place 0.7 to 0.8": -0.172,
    "place 0.8 to 0.9": 0.162,
    "nearest hardly fits": 0.153,
    "tells a toll": 0.145,
    "one of several": -0.13,
    "nearest fits a little": -0.084,
    "nothing near": 0.077,
    "place is city": -0.072,
    "one of two": -0.065,
    "place is site": 0.06,
    "time stated": -0.055,
    "type unknown": -0.029,
    "place 0.6 to 0.7": -0.025,
}
"""Weight by feature; "bias" is the constant."""
