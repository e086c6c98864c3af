"""What moderators write down for each other: about an author, and for the next shift."""

from moderation.api.answers import Reply
from moderation.api.routes import Call, Route, route
from moderation.api.schemas.note import NoteShown, NotesShown, WriteNote
from moderation.domain.errors import Invalid
from moderation.domain.moderator import Permission


async def notes(call: Call) -> Reply:
    return Reply(200, await call.house.notes.of(call.site, call.path.get("id")))


async def write(call: Call) -> Reply:
    text = call.body["text"].strip()
    if not text:
        raise Invalid("A note needs words.", {"text": ["Must not be blank."]})
    return Reply(201, await call.house.notes.write(call.site, call.path.get("id"), text, call.moderator))


async def delete(call: Call) -> Reply:
    moderator, holder = call.moderator, call.holder
    await call.house.notes.delete(call.site, call.path.get("id"), call.path["note"], holder, moderator)
    return Reply(204)


def _routes(below: str, what: str) -> tuple[Route, ...]:
    return (
        route(
            "GET",
            below,
            notes,
            needs=Permission.REVIEW,
            summary=f"Moderators' notes {what}, newest first",
            answers={200: NotesShown},
        ),
        route(
            "POST",
            below,
            write,
            needs=Permission.REVIEW,
            summary=f"Write down a note {what}",
            body=WriteNote,
            answers={201: NoteShown},
        ),
        route(
            "DELETE",
            f"{below}/{{note}}",
            delete,
            needs=Permission.REVIEW,
            summary=f"Delete a note {what}: one's own, or any for an administrator",
            answers={204: None},
        ),
    )


ROUTES = (
    *_routes("/v1/moderation/authors/{id}/notes", "about an author"),
    *_routes("/v1/moderation/notes", "for the next shift"),
)
