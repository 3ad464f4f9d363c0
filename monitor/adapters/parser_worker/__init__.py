"""What runs in the parser's own process, where strange bytes can do no harm.

A worker reads one body at a time from its standard input and answers with entries or with the reason why there
are none. It has no secrets, little memory and little time, and it imports only what reading a feed takes:
feedparser, selectolax and the value types of the core.

    __main__.py    limits, then one request after the other
    wire.py        how a request and its reply look between the two processes
    document.py    which kind of document it is: XML, JSON, or no feed
    guards.py      shapes that are refused or trimmed before any parser sees them
    xml_feed.py    RSS, RDF and Atom, by feedparser
    json_feed.py   JSON Feed 1.0 and 1.1
    plain_text.py  markup to text
    addresses.py   links of entries, made absolute
    limits.py      how long the parts of an entry may be
    dates.py       what feeds call dates to moments
    not_a_feed.py  what the body is instead, in words that help
"""
