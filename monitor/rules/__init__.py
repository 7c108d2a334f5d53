"""Operator files: load, validate, lint, match. The files themselves are in the top-level ``rules/``."""
