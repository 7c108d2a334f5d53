"""Digests: windows and composition. Pure."""
