"""What tests say when they need a comment, with everything they do not care about filled in."""

from moderation.domain.comment import Comment, Judgement, Revision, Status
from moderation.domain.ids import Place
from moderation.storage.comments import Posted, Ruling
from moderation.storage.records import Records

QUEUES_OF = {
    Status.PUBLISHED: frozenset({"unreviewed"}),
    Status.PENDING: frozenset({"pending"}),
    Status.REJECTED: frozenset(),
}


def a_revision(saying: str = "A calm remark.", by: str = "Ann", toxicity: float = 0.1) -> Revision:
    return Revision(saying, by, True, "0123456789abcdef", 0, Judgement(scores={"TOXICITY": toxicity}, model="test"))


def a_ruling(status: Status = Status.PUBLISHED, priority: int = 100) -> Ruling:
    detail = b"" if status is Status.PUBLISHED else b'{"action":"post","actor":"policy"}'
    return Ruling(status, QUEUES_OF[status], priority, detail)


async def a_comment(
    records: Records,
    article: str = "news",
    *,
    site: str = "default",
    by: str = "ann",
    saying: str = "A calm remark.",
    status: Status = Status.PUBLISHED,
    under: bytes | None = None,
    priority: int = 100,
) -> bytes:
    """Store a comment as the pipeline would have ruled it; its id."""
    place = await records.threads.settle(site, article)
    posted = await records.comments.post(
        site,
        place,
        article,
        author=by,
        parent=under,
        revision=a_revision(saying, by),
        ruling=a_ruling(status, priority),
    )
    assert isinstance(posted, Posted), posted
    return posted.id


async def the_comment(records: Records, comment_id: bytes, *, site: str = "default") -> Comment:
    comment = await records.comments.read(site, comment_id)
    assert comment is not None
    return comment


async def place_of(records: Records, article: str, *, site: str = "default") -> Place:
    return await records.threads.settle(site, article)
