"""Patterns in RE2's syntax: their time is linear in the length of the text, whatever the pattern."""

import re
from functools import lru_cache
from typing import Any, Final

import re2

LONGEST: Final = 500
"""Characters of a pattern."""
LARGEST: Final = 1000
"""Instructions of a pattern's program."""
_ONE_BYTE: Final = re.compile(r"(?<!\\)(?:\\\\)*\\C")
_MEMORY: Final = 1 << 18
"""Bytes for a pattern's program and its automaton; without room for it RE2 takes more time, linear all the same."""


class PatternInvalid(Exception):
    """`reason` as the expression's reader has it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@lru_cache(maxsize=256)
def pattern_of(source: str) -> Any:
    """The compiled pattern; PatternInvalid for one that RE2 does not take or that is too large."""
    if len(source) > LONGEST:
        raise PatternInvalid(f"it has {len(source)} characters of at most {LONGEST}")
    if _ONE_BYTE.search(source):
        raise PatternInvalid("\\C is one byte, which may be a part of a character; write . for a character")
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        compiled = re2.compile(readable(source), options)
    except re2.error as why:
        reason = why.args[0] if why.args else b""
        raise PatternInvalid(reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)) from None
    if compiled.programsize > LARGEST:
        raise PatternInvalid(f"it takes {compiled.programsize} instructions of at most {LARGEST}")
    return compiled


def weight(source: str) -> int:
    """Steps for each character of a text in which the pattern is looked for. PatternInvalid."""
    return 1 + int(pattern_of(source).programsize) // 50


def readable(text: str) -> str:
    """The text as UTF-8 can have it: halves of surrogate pairs are replaced, so that places stay."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
