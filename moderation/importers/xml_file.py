"""The threads and comments of an export in XML, however much of it can be read."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from moderation.importers.elsewhere import Found
from moderation.importers.record import Remark, Unreadable, Unusable
from moderation.importers.source import CutOff, Progress, texts
from moderation.importers.xml_parts import Broken, Part, parts_of


def found_in(
    path: Path,
    progress: Progress,
    wanted: frozenset[str],
    read: Callable[[Part], Iterator[Found]],
    kinds: Mapping[str, str],
) -> Iterator[Found]:
    """What `read` makes of every part at a `wanted` path. What a break cuts in two is lost, and told; `kinds`: what a
    part of that name would have been, `threads` or `comments`, if that is worth telling. Unusable if
    nothing can be read."""
    nothing = True
    try:
        for part in parts_of(texts(path, progress), wanted):
            nothing = False
            yield from read(part)
    except (Broken, CutOff) as why:
        line = f" from line {why.line} on" if isinstance(why, Broken) else ""
        if nothing:
            raise Unusable(f"{path} cannot be read{line}: {why}.") from None
        if isinstance(why, Broken) and why.part is not None and why.part.name in kinds:
            name = why.part.attributes.get("id", "") or why.part.text(f"{why.part.name}_id")
            yield f"line {why.part.line}", Unreadable(kinds[why.part.name], name, f"the file breaks off in it: {why}")
        yield "", Remark(f"The file cannot be read{line}: {why}. What stands after that was not taken in.")
