"""Whether the language that an article names can be its own."""

from monitor.core.articles.article import Article
from monitor.core.text import script_language

# Languages of one script each: the letters do not tell them apart for certain.
_FAMILIES = tuple(
    frozenset(family.split())
    for family in (
        "ar fa ur ps ckb ku sd ug",
        "ru uk be bg mk sr kk ky mn tg tt uz",
        "hi mr ne sa mai bho kok",
        "he iw yi ji",
        "zh yue wuu nan ja ko",
    )
)
_ONE_SCRIPT = frozenset("el th lo ka hy am bn as ta te ml kn gu pa or si my km bo".split())  # noqa: SIM905  a table
_LATIN_TOO = frozenset(("ku", "sr", "kk", "mn", "tg", "tt", "uz", "nan"))
_NEVER_LATIN = frozenset().union(_ONE_SCRIPT, *_FAMILIES) - _LATIN_TOO


def is_doubtful(article: Article) -> bool:
    """No language is named, or one that is not written in the script of the article's words."""
    named = article.language
    if named is None:
        return True
    seen = script_language(f"{article.title} {article.lead}")
    if seen is None:
        return named in _NEVER_LATIN
    return seen != named and not any(seen in family and named in family for family in _FAMILIES)
