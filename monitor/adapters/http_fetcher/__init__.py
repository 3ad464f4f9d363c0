"""Feeds over HTTP: one polite GET, whatever the other side does.

fetcher.py   the hops from a feed's URL to its body, and what may be asked
sockets.py   names to addresses, and the one place that says no to an address
headers.py   what is sent, what is kept of the answer
bodies.py    bytes off the wire to bytes of the feed, never more than allowed
troubles.py  everything that goes wrong, as a value with a sentence
"""

from monitor.adapters.http_fetcher.fetcher import HttpFetcher, Limits

__all__ = ["HttpFetcher", "Limits"]
