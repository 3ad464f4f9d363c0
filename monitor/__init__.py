"""newsmonitor: watches news feeds and tells people about the events they asked for."""

__version__ = "0.1.0"
