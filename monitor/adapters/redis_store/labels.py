"""What readers think of alerts: kept beside the alert, and gone with it."""

import json
from datetime import datetime

from monitor.adapters.redis_store.scripts import Scripts
from monitor.core.ids import AlertId
from monitor.core.reports import Label


class Labels:
    def __init__(self, scripts: Scripts) -> None:
        self._scripts = scripts

    async def put(self, alert: AlertId, label: Label | None) -> bool:
        """Keep it in place of the one before; None takes that away. False: the alert is not kept (any more)."""
        return bool(await self._scripts.call("label_alert", alert, _packed(label) if label else ""))


def _packed(label: Label) -> str:
    said = {"label": label.word, "note": label.note, "at": label.at.isoformat()}
    return json.dumps(said, ensure_ascii=False)


def read(packed: bytes | None) -> Label | None:
    """The label that was kept."""
    if packed is None:
        return None
    known = json.loads(packed)
    return Label(word=known["label"], note=known["note"], at=datetime.fromisoformat(known["at"]))
