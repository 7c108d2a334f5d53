"""Tells people about attacks as they are reported in the news, once each, with the evidence."""

__version__ = "0.1.0"
