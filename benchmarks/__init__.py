"""Measuring: labelled streams, the scorer, fits of the models, speed."""
