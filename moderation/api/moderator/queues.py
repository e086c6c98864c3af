"""The queues: what waits for a look, most worth it first."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, route
from moderation.api.schemas.queue import QueueEntries, QueueQuery, Queues
from moderation.domain.errors import NotFound
from moderation.domain.moderator import Permission
from moderation.domain.queue import Queue
from moderation.services.sought import Sought


def queue_named(name: str) -> Queue:
    try:
        return Queue(name)
    except ValueError:
        raise NotFound(f"There is no such queue; there are {', '.join(Queue)}.") from None


async def queues(call: Call) -> Reply:
    return Reply(200, await call.house.review.queues(call.site))


async def entries(call: Call) -> Reply:
    asked = call.query
    queue, sort = queue_named(call.path["queue"]), asked.pop("sort")
    limit, cursor = asked.pop("limit"), asked.pop("cursor")
    return Reply(200, await call.house.listing.queue(call.site, queue, sort, Sought(**asked), limit, cursor))


ROUTES = (
    route(
        "GET",
        "/v1/moderation/queues",
        queues,
        needs=Permission.REVIEW,
        summary="Every queue with its length and its oldest entry",
        answers={200: Queues},
    ),
    route(
        "GET",
        "/v1/moderation/queues/{queue}",
        entries,
        needs=Permission.REVIEW,
        summary="The entries of a queue",
        query=QueueQuery,
        answers={200: QueueEntries},
    ),
)
