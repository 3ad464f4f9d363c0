"""What was written by an older version is still read."""

import json
import zlib
from dataclasses import replace

from monitor.adapters.redis_store.codec import pack, unpack
from monitor.core.articles import Article
from tests.builders import article


def test_an_article_keeps_the_language_that_was_guessed() -> None:
    guessed = replace(article(), language=None, detected="ar")
    assert unpack(Article, pack(guessed)) == guessed


def test_an_article_from_before_languages_were_guessed_is_read() -> None:
    plain = json.loads(zlib.decompress(pack(article())))
    del plain["detected"]
    assert unpack(Article, zlib.compress(json.dumps(plain).encode())) == article()
