"""What stemmers do not know of a language, a table each."""

from functools import cache

from monitor.core.text.forms.ar import arabic
from monitor.core.text.forms.de import german
from monitor.core.text.forms.en import english
from monitor.core.text.forms.es import spanish
from monitor.core.text.forms.form import Forms
from monitor.core.text.forms.fr import french
from monitor.core.text.forms.ru import russian

__all__ = ["Forms", "forms_of"]

_TABLES = {"ar": arabic, "de": german, "en": english, "es": spanish, "fr": french, "ru": russian}


@cache
def forms_of(language: str) -> Forms:
    """The tables of a language (primary subtag), read at first use; empty where there are none."""
    return _TABLES.get(language, Forms)()
