"""An article is an entry we keep: it has an identity, and a fingerprint that changes when its text does.

article.py     the value itself
identity.py    entries to articles, and the keys by which they are known again
languages.py   whether the named language can be its own
links.py       two spellings of one address
recognition.py what the articles of a feed are known by
sentences.py   where the first sentence ends
"""

from monitor.core.articles.article import Article
from monitor.core.articles.identity import Keyed, from_entries, newest_first
from monitor.core.articles.languages import is_doubtful
from monitor.core.articles.recognition import KnownBy, Recognition, recognition
from monitor.core.articles.sentences import first_sentence

__all__ = [
    "Article",
    "Keyed",
    "KnownBy",
    "Recognition",
    "first_sentence",
    "from_entries",
    "is_doubtful",
    "newest_first",
    "recognition",
]
