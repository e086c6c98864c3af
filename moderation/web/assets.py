"""The files that browsers load, and how long they may keep them.

What is in the tree is what is served. Everything a page loads lies under `/assets/<digest>/`, where the digest covers
every file, so that browsers keep them for good and a new version of the service never meets an old file. Only the
loaders keep a fixed address; the digest is written into them when they are read.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from importlib.resources.abc import Traversable
from posixpath import normpath

from aiohttp import hdrs, web

from moderation.domain.errors import NotFound

_FOLDERS = ("widget", "shared", "words", "demo", "console", "rules", "statistics", "settings", "vendor")
_KINDS = {"js": "text/javascript", "css": "text/css", "json": "application/json"}
_MARKER = b"assets/development/"
_ENTRY = "widget/define.js"
_IMPORTED = re.compile(r'^(?:import|export|\}) (?:[^"(]*\bfrom )?"([^"]+)";$', re.MULTILINE)
_FOR_GOOD = "public, max-age=31536000, immutable"
_FOR_A_MINUTE = "public, max-age=60, stale-while-revalidate=600"
REVALIDATE = "no-cache"

_SAFE_HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin"}
_FROM_ANYWHERE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass(frozen=True)
class Asset:
    """A file as it is sent."""

    body: bytes
    content_type: str
    etag: str

    @cached_property
    def packed(self) -> bytes:
        """The same, compressed when a browser first asks for it; commands need not wait for that."""
        return gzip.compress(self.body, 9, mtime=0)


def asset_of(body: bytes, content_type: str) -> Asset:
    etag = hashlib.sha256(body).hexdigest()[:20]
    return Asset(body, content_type, etag)


def _read(root: Traversable) -> dict[str, bytes]:
    """Every file that is served, by its path under the assets."""
    return {
        f"{folder}/{entry.name}": entry.read_bytes()
        for folder in _FOLDERS
        for entry in sorted(root.joinpath(folder).iterdir(), key=lambda entry: entry.name)
        if entry.name.rpartition(".")[2] in _KINDS
    }


def _digest(found: dict[str, bytes]) -> str:
    whole = hashlib.sha256()
    for path, body in found.items():
        whole.update(f"{path}\0{len(body)}\0".encode() + body)
    return whole.hexdigest()[:16]


def _loaded_at_once(entry: str, found: dict[str, bytes]) -> frozenset[str]:
    """A module, those that it imports, and what they import; what is imported with `import()` comes when it is used."""
    loaded: set[str] = set()
    waiting = [entry]
    while waiting:
        path = waiting.pop()
        if path not in loaded:
            loaded.add(path)
            waiting += (normpath(f"{path}/../{name}") for name in _IMPORTED.findall(found[path].decode()))
    return frozenset(loaded)


_FOUND = _read(files("moderation.web"))
DIGEST = _digest(_FOUND)
ASSETS = {path: asset_of(body, _KINDS[path.rpartition(".")[2]]) for path, body in _FOUND.items()}
LOADERS = {
    name: asset_of(_FOUND[f"widget/{name}"].replace(_MARKER, f"assets/{DIGEST}/".encode()), _KINDS["js"])
    for name in ("embed.js", "count.js")
}
LOADED_AT_ONCE = _loaded_at_once(_ENTRY, _FOUND)


def answer(request: web.Request, asset: Asset, cache: str, extra: dict[str, str]) -> web.Response:
    """The file, or 304 where the browser has it already."""
    tag = f'"{asset.etag}"'
    headers = _SAFE_HEADERS | extra | {hdrs.ETAG: tag, hdrs.CACHE_CONTROL: cache, hdrs.VARY: hdrs.ACCEPT_ENCODING}
    known = {tag.strip().removeprefix("W/") for tag in request.headers.get(hdrs.IF_NONE_MATCH, "").split(",")}
    if tag in known or "*" in known:
        return web.Response(status=304, headers=headers)
    body = asset.body
    if _takes_gzip(request.headers.get(hdrs.ACCEPT_ENCODING, "")):
        body = asset.packed
        headers[hdrs.CONTENT_ENCODING] = "gzip"
    return web.Response(body=body, headers=headers, content_type=asset.content_type, charset="utf-8")


def _takes_gzip(accepted: str) -> bool:
    for choice in accepted.lower().split(","):
        name, _, quality = choice.partition(";")
        if name.strip() == "gzip":
            return quality.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


async def asset(request: web.Request) -> web.StreamResponse:
    """A file under its digest. Under another version's digest the present file is given, but not for good: while
    processes are replaced one by one, a page of the one may ask the other."""
    found = ASSETS.get(f"{request.match_info['folder']}/{request.match_info['name']}")
    if found is None:
        raise NotFound("There is no such file.")
    present = request.match_info["digest"] == DIGEST
    return answer(request, found, _FOR_GOOD if present else REVALIDATE, _FROM_ANYWHERE)


async def embed(request: web.Request) -> web.StreamResponse:
    """The loader of a discussion."""
    return answer(request, LOADERS["embed.js"], _FOR_A_MINUTE, _FROM_ANYWHERE)


async def count(request: web.Request) -> web.StreamResponse:
    """The loader of counts."""
    return answer(request, LOADERS["count.js"], _FOR_A_MINUTE, _FROM_ANYWHERE)
