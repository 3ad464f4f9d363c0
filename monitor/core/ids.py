"""Names of things. Ids are deterministic: the same news gives the same id on every machine, at every retry."""

from hashlib import blake2b
from typing import NewType

FeedId = NewType("FeedId", str)
ArticleId = NewType("ArticleId", str)
Fingerprint = NewType("Fingerprint", str)
RuleId = NewType("RuleId", str)
MatchId = NewType("MatchId", str)
StoryId = NewType("StoryId", str)
AlertId = NewType("AlertId", str)
DeliveryId = NewType("DeliveryId", str)
ChannelName = NewType("ChannelName", str)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford base 32: nothing that is misread aloud


def digest(*parts: str, size: int = 12) -> str:
    """Hex hash of the parts, size bytes long. Parts are length-prefixed: ("ab", "c") differs from ("a", "bc")."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    prefixed = b"".join([len(each).to_bytes(8, "big") + each for each in encoded])
    return blake2b(prefixed, digest_size=size).hexdigest()


def short(identifier: str) -> str:
    """Five characters for people, the same for the same id: how a reader spots a repeat."""
    number = int.from_bytes(blake2b(identifier.encode(), digest_size=4).digest(), "big")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in (20, 15, 10, 5, 0))
