"""What an editor says to a language server, and what it shows of the answers (Language Server Protocol 3.17)."""

import json
import os
import select
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CURSOR = "‸"
_PATIENCE = 30.0  # seconds until a server that says nothing counts as dead


@dataclass(frozen=True, slots=True)
class Marked:
    """A squiggle: what it underlines, and what it says."""

    line: int
    text: str
    message: str


class Editor:
    """A folder that is open in an editor: its .vscode/settings.json is obeyed. Nothing is asked of the network."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._folder = folder
        self._process = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._waiting = b""
        self._asked = 0
        self._configured = False
        self._shown = 0
        self._published: dict[str, list[Any]] = {}

    def __enter__(self) -> Self:
        here = self._folder.as_uri()
        markdown = ["markdown"]
        self._ask(
            "initialize",
            processId=os.getpid(),
            rootUri=here,
            workspaceFolders=[{"uri": here, "name": "desk"}],
            capabilities={
                "workspace": {"configuration": True, "workspaceFolders": True},
                "textDocument": {
                    "completion": {
                        "completionItem": {"snippetSupport": True, "documentationFormat": markdown}
                    },
                    "hover": {"contentFormat": markdown},
                },
            },
        )
        self._tell("initialized")
        while not self._configured:
            self._read()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.communicate()

    def marks(self, name: str, text: str) -> list[Marked]:
        """What the editor underlines in a file with this text."""
        uri = self._show(name, text)
        lines = text.splitlines()
        while uri not in self._published:
            self._read()
        return [
            Marked(
                start["line"] + 1,
                lines[start["line"]][
                    start["character"] : end["character"] if start["line"] == end["line"] else None
                ],
                found["message"],
            )
            for found in self._published[uri]
            for start, end in [(found["range"]["start"], found["range"]["end"])]
        ]

    def completions(self, name: str, text: str) -> dict[str, str]:
        """What is offered at the cursor, each with its description."""
        found = self._at_cursor("textDocument/completion", name, text)
        items = found["items"] if isinstance(found, dict) else found or []
        return {item["label"]: _plain(item.get("documentation")) for item in items}

    def hover(self, name: str, text: str) -> str:
        """What is shown when the mouse rests at the cursor."""
        found = self._at_cursor("textDocument/hover", name, text)
        return _plain(found["contents"]) if found else ""

    def _at_cursor(self, method: str, name: str, text: str) -> Any:
        before = text[: text.index(CURSOR)]
        uri = self._show(name, text.replace(CURSOR, ""))
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        return self._ask(method, textDocument={"uri": uri}, position=position)

    def _show(self, name: str, text: str) -> str:
        """Open a new file of this name and a number: what the server publishes does not say of which version it is."""
        self._shown += 1
        path = self._folder / name
        uri = path.with_stem(f"{path.stem}-{self._shown}").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._tell("textDocument/didOpen", textDocument=document)
        return uri

    def _ask(self, method: str, **params: Any) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == self._asked and "method" not in message:
                assert "error" not in message, message
                return message["result"]

    def _tell(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin is not None
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self._process.stdin.flush()

    def _read(self) -> dict[str, Any]:
        """The next message; what the server asks of the editor is answered on the way."""
        while b"\r\n\r\n" not in self._waiting:
            self._fill()
        head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
        (length,) = (
            int(line.split(b":")[1]) for line in head.split(b"\r\n") if line.startswith(b"Content-Length")
        )
        while len(self._waiting) < length:
            self._fill()
        message: dict[str, Any] = json.loads(self._waiting[:length])
        self._waiting = self._waiting[length:]
        self._obey(message)
        return message

    def _fill(self) -> None:
        assert self._process.stdout is not None
        ready, _, _ = select.select([self._process.stdout], [], [], _PATIENCE)
        assert ready, f"the language server says nothing for {_PATIENCE:.0f} seconds"
        read = os.read(self._process.stdout.fileno(), 1 << 16)
        assert read, f"the language server ended with {self._process.wait()}"
        self._waiting += read

    def _obey(self, message: dict[str, Any]) -> None:
        method, params = message.get("method"), message.get("params", {})
        if method == "textDocument/publishDiagnostics":
            self._published[params["uri"]] = params["diagnostics"]
        if "id" not in message or method is None:
            return
        result = None
        if method == "workspace/configuration":
            self._configured = True
            result = [self._settings(item.get("section", "")) for item in params["items"]]
        self._send({"id": message["id"], "result": result})

    def _settings(self, section: str) -> dict[str, Any]:
        """What .vscode/settings.json says of one section, and no catalogue of schemas from the network."""
        written: dict[str, Any] = json.loads((self._folder / ".vscode" / "settings.json").read_text())
        mine = {
            key.removeprefix(f"{section}."): value
            for key, value in written.items()
            if key.startswith(section)
        }
        quiet = {"schemaStore": {"enable": False}, "hover": True, "completion": True, "validate": True}
        return {**quiet, **mine} if section == "yaml" else mine


def _plain(documentation: Any) -> str:
    """Markup or a bare text."""
    return str(documentation.get("value", "") if isinstance(documentation, dict) else documentation or "")
