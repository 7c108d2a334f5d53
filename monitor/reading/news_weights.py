"""Weights of the features of ``monitor.reading.news``: a logistic model.

Written by ``benchmarks/fit.py``; do not edit by hand.
"""

NEWS_WEIGHTS: dict[str, float] = {
    "bias": 0.0,
    "stands in the title": 1.0,
    "stands in the summary": 0.5,
    "claims tell": 1.0,
    "claims tell an outcome only": -1.5,
    "told as background": -3.0,
    "title vetoed": -2.0,
    "title has cue analysis": -1.0,
    "title has cue reaction": -1.0,
    "title has cue negated": -1.5,
    "title has cue modal": -0.7,
    "title tells what came after": -0.7,
    "time stated, within ten days": -1.0,
    "time stated, older": -2.0,
    "claims have cue period": -1.0,
}
"""Weight by feature; "bias" is the constant."""
