"""Where things are: the gazetteer, names in texts, and choosing the place that a name means.

``names`` makes lookup keys, ``gazetteer`` holds places and hierarchy, ``mentions`` finds names in sentences, ``choosing``
picks one place for each, ``homes`` reads a feed's own place, ``geometry`` moves a place by a distance and a direction.
``building`` makes the shipped file; nothing else imports it.
"""
