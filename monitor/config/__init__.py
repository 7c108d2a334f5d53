"""What the operator sets.

Settings                            every setting, with default and bounds
load(path)                          read them from the file and the environment
mask(value), allowed(name)          a value as it may be shown; what a setting may hold, in words
shipped(name), PACKAGE              folders that the package carries
"""

from monitor.config.loading import Loaded, Value, allowed, load, mask
from monitor.config.settings import PACKAGE, Settings, shipped

__all__ = ["PACKAGE", "Loaded", "Settings", "Value", "allowed", "load", "mask", "shipped"]
