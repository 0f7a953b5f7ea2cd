"""A page as a browser shows it: Chromium, told over its DevTools protocol."""

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

NAMES = ("chromium", "chromium-browser", "google-chrome")
SECONDS = 30


def find_chromium() -> str | None:
    """The browser's command; None where there is none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@dataclass
class Tab:
    """The only tab of a browser.

    Attributes:
        events: what the browser told of the page so far.
    """

    socket: ClientConnection
    events: list[dict[str, Any]] = field(default_factory=list)
    calls: int = 0

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol and wait for its answer."""
        self.calls += 1
        self.socket.send(json.dumps({"id": self.calls, "method": method, "params": parameters}))
        while True:
            message = json.loads(self.socket.recv(SECONDS))
            if message.get("id") == self.calls:
                assert "error" not in message, message
                return message["result"]
            self.events.append(message)

    def evaluate(self, script: str) -> Any:
        """The value of a JavaScript expression, promises awaited."""
        answer = self.call(
            "Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def open(self, page: Path, width: int, scheme: str) -> None:
        """Open a file as a screen of this width with this colour scheme shows it."""
        self.events.clear()
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.call("Emulation.setEmulatedMedia", features=features)
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=900,
            deviceScaleFactor=1,
            mobile=False,
        )
        self.call("Page.navigate", url=page.as_uri())
        loaded = "document.readyState == 'complete' && location.protocol == 'file:'"
        self.evaluate(
            "new Promise(done => { const wait = () =>"
            f" {loaded} ? done() : setTimeout(wait, 20); wait(); }})"
        )

    def told(self, method: str) -> list[dict[str, Any]]:
        """Parameters of the events of a kind since the page was opened."""
        return [event["params"] for event in self.events if event["method"] == method]


@contextmanager
def open_tab(chromium: str, profile: Path) -> Iterator[Tab]:
    """A tab of a browser that is closed afterwards.

    Args:
        chromium: the browser's command.
        profile: an empty folder for its files.
    """
    command = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "about:blank"]
    command += ["--remote-debugging-port=0", f"--user-data-dir={profile}"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as browser:
        try:
            assert browser.stderr
            said = next(line for line in browser.stderr if "DevTools listening" in line)
            port = said.split("127.0.0.1:")[1].split("/")[0]
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/json", timeout=SECONDS) as found:
                targets = json.load(found)
            address = next(t["webSocketDebuggerUrl"] for t in targets if t["type"] == "page")
            with connect(address, max_size=None) as socket:
                tab = Tab(socket)
                for domain in ("Page", "Network", "Runtime", "Log"):
                    tab.call(f"{domain}.enable")
                yield tab
        finally:
            browser.terminate()
