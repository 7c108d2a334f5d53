"""Queries, one class per noun: values of ``monitor.model`` in, values out."""
