"""Links of entries, made absolute."""

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from monitor.adapters.parser_worker import limits

_SPACE = re.compile(r"[\x00-\x20\x7f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where relative links start from: the site a feed speaks for, itself perhaps relative to the document."""

    document: str
    site: str = ""

    def absolute(self, reference: str) -> str:
        """An http or https address, or "" when the reference is none (mailto:, tag:, urn:, broken)."""
        reference = _SPACE.sub(" ", reference).strip().replace(" ", "%20")
        if not reference:
            return ""
        address = _joined(_joined(self.document, self.site), reference)
        return address if _is_web(address) and len(address) <= limits.LINK else ""


def _joined(base: str, reference: str) -> str:
    try:
        return urljoin(base, reference)
    except ValueError:  # [ without ] in the host
        return ""


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
