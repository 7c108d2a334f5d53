"""Weights of the features of ``monitor.incidents.similarity``: a logistic model.

Written by ``benchmarks/fit.py``; do not edit by hand.
"""

WEIGHTS: dict[str, float] = {
    "bias": -1.5,
    "place: same": 2.5,
    "place: near": 2.0,
    "place: neighbours": -0.5,
    "place: inside a district": 1.6,
    "place: inside a region": 1.0,
    "place: inside a country": -0.5,
    "time: windows meet": 2.2,
    "time: windows may meet": 1.8,
    "time: after, not stated": 1.0,
    "time: hours after, not stated": -1.6,
    "time: after, stated": -1.5,
    "time: hours after, stated": -2.5,
    "time: before, stated": -0.5,
    "time: hours before, stated": -2.5,
    "time: before, not stated": -0.5,
    "time: hours before, not stated": -2.0,
    "time: days since last reported": -0.2,
    "type: same": 0.6,
    "type: other": -1.4,
    "toll: same killed": 0.8,
    "toll: same injured": 0.8,
    "toll: more killed": 0.3,
    "toll: more injured": 0.3,
    "toll: fewer killed": -0.4,
    "toll: fewer injured": -0.2,
    "targets: shared": 0.6,
    "targets: other": -0.4,
    "text: tells of an outcome": 1.2,
    "text: says again": -1.0,
    "text: recalls": 0.4,
}
