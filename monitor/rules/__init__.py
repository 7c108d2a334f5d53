"""Operator files: load, validate, lint, match. The files themselves are in the top-level ``rules/``.

``yaml_text`` reads strict YAML with positions, ``formats`` says what may stand in each file and ``scalars`` what in each
value, ``mistakes`` tells what is wrong, ``compiling`` turns contents into the values of ``model``, ``loading`` does all that for a directory, ``matching``
decides whether a rule holds, ``wording`` is its condition on text, ``linting`` finds what loads but misleads, ``schemas``
writes the JSON Schemas.
"""
