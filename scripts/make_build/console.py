"""Lines for the person who waits; on a terminal what happens just now stands beneath them."""

import threading
import time
from typing import TextIO

from tqdm import tqdm

SILENCE = 30
"""Seconds without a line after which one says what happens, where no terminal shows it."""

TICK = 0.5
BAR = "|{bar:24}| {n_fmt} of {total_fmt}, {desc}"


class Console:
    """Writes lines; what happens just now while it is used as a context."""

    def __init__(self, out: TextIO, silence: float = SILENCE) -> None:
        """
        Args:
            out: where to; control codes are written to a terminal only.
            silence: seconds without a line after which one says what happens.
        """
        self._out = out
        self._silence = silence
        self._started = self._last = time.monotonic()
        self._text, self._done, self._total = "", 0, 0
        self._bar = self._new_bar()
        # Lines are written by the threads of dbt, too.
        self._lock = threading.RLock()
        self._ended = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def __enter__(self) -> "Console":
        self._ticker.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._ticker.join()
        self._bar.close()

    @property
    def seconds(self) -> float:
        """Since the beginning."""
        return time.monotonic() - self._started

    def line(self, text: str = "") -> None:
        """Write a line, or several."""
        with self._lock:
            self._last = time.monotonic()
            tqdm.write(text, file=self._out)
            self._out.flush()

    def step(self, text: str) -> None:
        """Write what was done, and after how many seconds."""
        self.line(f"{text:<60} {self.seconds:>5.0f} s")

    def now(self, text: str, done: int = 0, total: int = 0) -> None:
        """Tell what happens just now: in words, and how many of its parts are done."""
        with self._lock:
            is_another = total != self._total
            self._text, self._done, self._total = text, done, total
            if is_another:
                self._bar.close()
                self._bar = self._new_bar()
            self._refresh()

    def _new_bar(self) -> tqdm:
        return tqdm(
            desc=self._words(),
            total=self._total or None,
            bar_format=BAR if self._total else "{desc}",
            file=self._out,
            leave=False,
            dynamic_ncols=True,
            disable=not self._out.isatty(),
        )

    def _refresh(self) -> None:
        if not self._bar.disable:
            self._bar.n = self._done
            self._bar.set_description_str(self._words())

    def _words(self) -> str:
        return f"{self.seconds:.0f} s, {self._text}"

    def _tick(self) -> None:
        """Count seconds on a terminal; elsewhere break a silence."""
        while not self._ended.wait(TICK):
            with self._lock:
                self._refresh()
                silent = time.monotonic() - self._last
                if self._bar.disable and self._text and silent >= self._silence:
                    count = f", {self._done} of {self._total}" if self._total else ""
                    self.step(f"  ... {self._text}{count}")
