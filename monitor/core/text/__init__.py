"""The words of a text as rules compare them, each with its place in the original.

A hyphenated word stands apart and joined, so a hyphen on either side bridges the spellings: "cease-fire" in an
article is found by ceasefire and by "cease fire", and cease-fire in a rule finds all three. Initials are one word
(U.S. = US), an apostrophe parts words (l'accord is found by accord, and we'll is never "well"), a figure keeps its
separators (7.10, 1,240). In Hebrew letters a quotation mark or apostrophe is part of the word. Scripts written
without spaces are read character by character, so that a word of them is found wherever it stands.
"""

from monitor.core.text.folding import fold
from monitor.core.text.languages import keys, lemma, script_language
from monitor.core.text.tokens import Token, tokens
from monitor.core.text.words import Words

__all__ = ["Token", "Words", "fold", "keys", "lemma", "script_language", "tokens"]
