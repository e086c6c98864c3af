"""The state changes storage knows: one Lua file each, read once, with the contract its header states.

A script file looks like this, and anything else is refused when the process starts:

    #!lua
    -- Give the next waiting comment of a queue to a moderator.
    -- keys: queue, claims...
    -- args: moderator lease_ms
    -- returns: comment id | false
    -- include: audit
    <body>

`#!lua flags=no-writes` marks a script that only reads. A key name ending in `...` stands for any number of keys
and comes last. `-- include: NAME` puts the functions of `lua/include/NAME.lua` in front of the body.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

READING = "#!lua flags=no-writes"
WRITING = "#!lua"
_FIELD = re.compile(r"^-- (keys|args|returns|include):\s*(.*)$")


class ScriptMalformed(Exception):
    """A Lua file does not say what it must say; the message names the file and the fault."""


@dataclass(frozen=True, slots=True)
class Script:
    """One atomic state change: `source` is what the server gets, `sha` its SHA-1 in hex."""

    name: str
    purpose: str
    key_names: tuple[str, ...]
    arg_names: tuple[str, ...]
    returns: str
    includes: tuple[str, ...]
    writes: bool
    source: str
    sha: str

    @property
    def any_number_of_keys(self) -> bool:
        return bool(self.key_names) and self.key_names[-1].endswith("...")


@cache
def load_scripts() -> Mapping[str, Script]:
    """Every script of the package by name. Raises ScriptMalformed."""
    folder = resources.files("moderation.storage") / "lua"
    includes = {
        entry.name.removesuffix(".lua"): entry.read_text(encoding="utf-8")
        for entry in (folder / "include").iterdir()
        if entry.name.endswith(".lua")
    }
    scripts = {
        entry.name.removesuffix(".lua"): parse_script(
            entry.name.removesuffix(".lua"), entry.read_text(encoding="utf-8"), includes
        )
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".lua")
    }
    return MappingProxyType(scripts)


def parse_script(name: str, text: str, includes: Mapping[str, str]) -> Script:
    """Read one file's header and put its includes in place. Raises ScriptMalformed."""
    shebang, header, body = _split(name, text)
    fields: dict[str, str] = {}
    sentences: list[str] = []
    for line in header:
        found = _FIELD.match(line)
        if found is None:
            # Text after a field explains that field; text before the first one says what the script is for.
            if not fields:
                sentences.append(line.removeprefix("--").strip())
        elif found[1] == "include":
            fields["include"] = ", ".join(filter(None, (fields.get("include"), found[2])))
        elif found[1] in fields:
            raise ScriptMalformed(f"{name}.lua: '-- {found[1]}:' is given twice")
        else:
            fields[found[1]] = found[2].strip()
    for required in ("keys", "args", "returns"):
        if required not in fields:
            raise ScriptMalformed(f"{name}.lua: the header has no '-- {required}:' line")
    if not any(sentences):
        raise ScriptMalformed(f"{name}.lua: the header does not say in a sentence what the script is for")

    key_names = _names(fields["keys"])
    if any(key.endswith("...") for key in key_names[:-1]):
        raise ScriptMalformed(f"{name}.lua: only the last key may stand for any number of keys")
    reads_only = any("reads only" in line.lower() for line in header)
    if reads_only != (shebang == READING):
        raise ScriptMalformed(f"{name}.lua: '-- reads only' and '{READING}' go together")
    wanted = _names(fields.get("include", ""))
    source = "\n".join((shebang, *header, *_included(name, wanted, includes), body))
    return Script(
        name=name,
        purpose=" ".join(filter(None, sentences)),
        key_names=key_names,
        arg_names=_names(fields["args"]),
        returns=fields["returns"],
        includes=wanted,
        writes=shebang != READING,
        source=source,
        sha=hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest(),
    )


def _split(name: str, text: str) -> tuple[str, list[str], str]:
    lines = text.splitlines()
    shebang = lines[0].rstrip() if lines else ""
    if shebang not in (WRITING, READING):
        raise ScriptMalformed(f"{name}.lua: the first line must be '{WRITING}' or '{READING}'")
    end = 1
    while end < len(lines) and lines[end].startswith("--"):
        end += 1
    return shebang, lines[1:end], "\n".join(lines[end:]) + "\n"


def _names(text: str) -> tuple[str, ...]:
    """Names apart by commas or spaces; remarks in parentheses and the words for nothing do not count."""
    bare = re.sub(r"\([^)]*\)", " ", text)
    return tuple(name for name in re.split(r"[,\s]+", bare) if name and name not in ("none", "-"))


def _included(name: str, wanted: tuple[str, ...], includes: Mapping[str, str]) -> list[str]:
    if len(set(wanted)) != len(wanted):
        raise ScriptMalformed(f"{name}.lua: an include is named twice")
    parts = []
    for include in wanted:
        if include not in includes:
            raise ScriptMalformed(f"{name}.lua: lua/include/{include}.lua does not exist")
        text = includes[include]
        if re.search(r"^-- include:", text, re.MULTILINE) or text.startswith("#!"):
            raise ScriptMalformed(f"lua/include/{include}.lua: an include is plain functions and includes nothing")
        parts.append(text.rstrip("\n"))
    return parts
