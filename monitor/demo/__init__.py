"""The demo: an invented night of attacks from a server on this machine, through the real pipeline, on compressed time."""
