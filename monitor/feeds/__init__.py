"""Feeds: fetch (network), parse (pure), schedule (pure)."""
