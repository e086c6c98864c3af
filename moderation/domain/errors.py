"""What can go wrong, named after what happened; the edges turn these into answers."""

from collections.abc import Mapping, Sequence


class Refused(Exception):
    """A request that was understood and will not be carried out.

    `slug` becomes the problem type `/problems/<slug>`, `status` the HTTP status, `extra` further members of the
    problem document (JSON values); `errors` maps a field to the sentences about it.
    """

    slug = "refused"
    status = 400
    title = "The request was refused"
    retry_after: float | None = None
    """In how many seconds the same request may succeed, where waiting is all that it takes."""

    def __init__(self, detail: str = "", errors: Mapping[str, Sequence[str]] | None = None, /, **extra: object) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.errors = {field: list(sentences) for field, sentences in (errors or {}).items()}
        self.extra = extra


class Malformed(Refused):
    slug, status, title = "malformed", 400, "The request could not be read"


class Invalid(Refused):
    """Readable but wrong."""

    slug, status, title = "invalid", 422, "Some of the request is not valid"


class NotSignedIn(Refused):
    slug, status, title = "not-signed-in", 401, "This needs a valid token"


class NotAllowed(Refused):
    slug, status, title = "not-allowed", 403, "You may not do this"


class ProviderAway(Refused):
    slug, status, title = "provider-away", 503, "The sign-in provider does not answer as it should"
    retry_after = 5.0


class WrongPassword(NotAllowed):
    slug, title = "wrong-password", "This is not the present password"


class CsrfMissing(NotAllowed):
    slug, title = "csrf", "This did not come from a page of the console"


class AuthorBanned(NotAllowed):
    slug, title = "banned", "This author may not comment here"


class AuthorSuspended(NotAllowed):
    slug, title = "suspended", "This author may not comment for now"


class AuthorWarned(NotAllowed):
    slug, title = "warned", "A warning waits to be acknowledged"


class ThreadClosed(NotAllowed):
    slug, title = "thread-closed", "This discussion is closed"


class GuestsNotAllowed(NotSignedIn):
    slug, title = "sign-in-required", "Only signed-in readers may comment here"


class EditWindowOver(NotAllowed):
    slug, title = "edit-window-over", "The time for changing this comment is over"


class NotFound(Refused):
    slug, status, title = "not-found", 404, "There is nothing here"


class UnknownSite(NotFound):
    slug, title = "unknown-site", "There is no such site"


class Conflict(Refused):
    slug, status, title = "conflict", 409, "The request conflicts with the present state"


class KeptChanging(Conflict):
    """Others changed the same thing meanwhile, again and again."""

    retry_after = 1.0


class StaleVersion(Conflict):
    slug, title = "stale-version", "The comment has changed since you saw it"


class ClaimedByOther(Conflict):
    slug, title = "claimed", "Another moderator holds this entry"


class NothingToUndo(Conflict):
    slug, title = "not-undoable", "A later change stands on this decision"


class NothingToRollBack(Conflict):
    slug, title = "nothing-to-roll-back", "There is nothing to go back to"


class NotRejected(Conflict):
    slug, title = "not-rejected", "Only a rejected comment can be appealed"


class AlreadyAppealed(Conflict):
    slug, title = "already-appealed", "This decision has been appealed already"


class AppealWindowOver(NotAllowed):
    slug, title = "appeal-window-over", "The time for appealing this decision is over"


class OwnDecision(Conflict):
    slug, title = "own-decision", "Somebody else must decide about your decision"


class SecondReaderNeeded(Conflict):
    slug, title = "second-reader", "Somebody else must decide what you have read first"


class AppealClosed(Conflict):
    slug, title = "appeal-closed", "This appeal is not open any more"


class AlreadyExists(Conflict):
    slug, title = "already-exists", "This exists already"


class KeyInUse(Conflict):
    slug, title = "request-in-progress", "A request with this Idempotency-Key is still being answered"
    retry_after = 1.0


class TooLarge(Refused):
    slug, status, title = "too-large", 413, "The request is too large"


class KeyReused(Invalid):
    slug, title = "idempotency-key-reused", "This Idempotency-Key was used with another request"


class ModelUnusable(Invalid):
    """A model that is missing, damaged or not the one it was; whatever acts goes on."""

    slug, title = "model-unusable", "This model cannot be used"


class Nudged(Invalid):
    """A comment that would be held for its wording, when the caller asked to be told first."""

    slug, title = "nudge", "This wording may be held for review"


class TooFast(Refused):
    """The allowance is spent; `retry_after` in seconds."""

    slug, status, title = "too-many-requests", 429, "Too many requests"
    retry_after: float

    def __init__(self, detail: str = "", retry_after: float = 1.0, **extra: object) -> None:
        super().__init__(detail, **extra)
        self.retry_after = retry_after


class StorageUnavailable(Exception):
    """Storage is away or did not confirm; `retry_after` in seconds. What was asked may or may not have happened."""

    def __init__(self, reason: str, retry_after: float = 1.0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after = retry_after


class StoreUnsuitable(Exception):
    """The storage server cannot be used as it is: too old, wrong role, another product's or a newer format."""
