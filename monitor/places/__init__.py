"""Places: the gazetteer, names in text, the hierarchy and distances."""
