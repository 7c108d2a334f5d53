"""The picture in a digest: a small map of its incidents, drawn from outlines that are shipped."""
