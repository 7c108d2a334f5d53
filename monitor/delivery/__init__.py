"""Delivery: render, channels, retry."""
