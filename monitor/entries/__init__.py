"""Entries: normalise what feeds claim, and find out which entries are new, revised or known. Pure."""
