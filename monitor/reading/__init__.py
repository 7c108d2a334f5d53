"""Reading: entry text to reports, with evidence. Pure."""
