"""WordPress: the WXR file of Tools, Export (RSS with `<wp:comment>` in its items), of any version."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from moderation.domain.comment import Status
from moderation.importers import times
from moderation.importers.elsewhere import Found, System, TheirAuthor, TheirComment, TheirThread
from moderation.importers.record import Unreadable
from moderation.importers.source import Progress
from moderation.importers.xml_file import found_in
from moderation.importers.xml_parts import Part
from moderation.text.hypertext import from_html

_ITEM: Final = "rss/channel/item"
_WANTED: Final = frozenset((_ITEM, f"{_ITEM}/comment"))
_STATUSES: Final[Mapping[str, Status]] = {"1": Status.APPROVED, "approve": Status.APPROVED, "0": Status.PENDING}
"""Everything else is spam or in the trash."""
_TYPES: Final = frozenset(("", "comment", "review"))
"""What readers write. Pingbacks come from machines, and notes (of editors, on orders) were never public."""
_NOT_PUBLIC: Final = frozenset(("private", "draft", "auto-draft", "pending", "future", "trash"))
_NO_ARTICLES: Final = (
    "attachment custom_css customize_changeset nav_menu_item oembed_cache revision user_request wp_block "
    "wp_global_styles wp_navigation wp_template wp_template_part"
)


def recognises(start: bytes) -> bool:
    """Whether a file that begins like this is one."""
    return b"<rss" in start and b"wordpress.org/export" in start


def found(path: Path, progress: Progress) -> Iterator[Found]:
    """Items, each as soon as it is known to be an article, and their comments."""
    return found_in(path, progress, _WANTED, _reading(), {"comment": "comments"})


def _reading() -> Callable[[Part], Iterator[Found]]:
    commented: Part | None = None

    def read(part: Part) -> Iterator[Found]:
        nonlocal commented
        if part.name == "comment":
            # What an item says of itself stands before its comments, and the file may break off before it ends.
            if part.around is not None and part.around is not commented:
                commented = part.around
                yield _thread(commented)
            yield _comment(part)
        elif part is not commented and _is_article(part):
            yield _thread(part)

    return read


def _is_article(item: Part) -> bool:
    """Whether people may come to comment on an item on which nobody has."""
    kind, status = item.text("post_type"), item.text("status")
    return kind not in _NO_ARTICLES.split() and status not in _NOT_PUBLIC and not item.text("post_password")


def _key(item: Part) -> str:
    return item.text("post_id") or f"line {item.line}"


def _thread(item: Part) -> Found:
    lost = ""
    if (status := item.text("status")) in _NOT_PUBLIC:
        lost = f"its article is not public ({status})"
    elif item.text("post_password"):
        lost = "its article is not public (a password protects it)"
    return f"line {item.line}", TheirThread(
        _key(item),
        item.text("link"),
        identifier=item.text("thread_identifier"),
        title=item.text("title"),
        open=item.text("comment_status") != "closed",
        lost=lost,
    )


def _comment(part: Part) -> Found:
    key, place, kind = part.text("comment_id"), f"line {part.line}", part.text("comment_type")
    if not key:
        return place, Unreadable("comments", "", "it has no id")
    if kind not in _TYPES:
        return place, Unreadable("comments", key, f"it is no reader's comment ({kind})")
    account, parent = part.text("comment_user_id"), part.text("comment_parent")
    at = times.of_text(part.text("comment_date_gmt"))
    return place, TheirComment(
        key,
        thread="" if part.around is None else _key(part.around),
        parent="" if parent == "0" else parent,
        author=TheirAuthor(
            part.text("comment_author"), "" if account == "0" else account, part.text("comment_author_email")
        ),
        at=times.of_text(part.text("comment_date")) if at is None else at,
        body=from_html(part.text("comment_content"), lines=True),
        status=_STATUSES.get(part.text("comment_approved"), Status.REJECTED),
    )


WORDPRESS: Final = System("wordpress", "WordPress", recognises, found)
