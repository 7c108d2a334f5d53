"""Language: tokens, inflected forms, and the terms of the operators' vocabulary found in text. Pure."""
