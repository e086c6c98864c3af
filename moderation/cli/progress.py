"""How far long work has come: a bar on a terminal, a line every few seconds elsewhere; always on standard error."""

import sys
import time
from typing import TextIO

SECONDS = 5.0
WIDTH = 30


class Progress:
    """`progress(what, done, whole)` as often as one likes; `close` before anything else is written."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._terminal = self._stream.isatty()
        self._next = time.monotonic() + (0.0 if self._terminal else SECONDS)
        self._drawn = 0

    def __call__(self, what: str, done: int, whole: int) -> None:
        now = time.monotonic()
        if now < self._next and done < whole:
            return
        if not self._terminal:
            if now >= self._next:
                self._next = now + SECONDS
                print(f"{what}: {done:,} of {whole:,}", file=self._stream, flush=True)
            return
        self._next = now + 0.1
        filled = WIDTH * done // max(1, whole)
        line = f"{what} [{'#' * filled}{'.' * (WIDTH - filled)}] {done:,}/{whole:,}"
        print("\r" + line.ljust(self._drawn), end="", file=self._stream, flush=True)
        self._drawn = len(line)

    def close(self) -> None:
        if self._drawn:
            print("\r" + " " * self._drawn + "\r", end="", file=self._stream, flush=True)
            self._drawn = 0
