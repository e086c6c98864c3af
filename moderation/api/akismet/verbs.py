"""`/1.1/verify-key`, `comment-check`, `submit-spam` and `submit-ham`.

A comment is spam from the site's threshold for holding SPAM on (0.8 where it has none), and not worth keeping from its
threshold for rejecting it (0.99 where it has none). Where no model tells spam the answer is `invalid`: toxic and
unwanted are two things, and a comment that is neither spam nor ham waits for a person.
"""

from typing import Final

from aiohttp import web

from moderation.api.akismet.dialect import AKISMET
from moderation.api.routes import Call, Media, route
from moderation.api.schemas.akismet import AkismetComment, AkismetKey
from moderation.domain.errors import Invalid
from moderation.domain.ids import new_uuid
from moderation.domain.moderator import Permission
from moderation.scoring.scorer import LanguageNotSupported

SPAM: Final = "SPAM"
HOLD, DISCARD = 0.8, 0.99
THANKS: Final = "Thanks for making the web a better place."
SPAMMER, SPAM_ADDRESS = "viagra-test-123", "akismet-guaranteed-spam@example.com"
"""Whoever tries a client out sends these."""


def _said(word: str, **headers: str) -> web.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return web.Response(text=word, headers={"Cache-Control": "no-store", **named})


async def verify_key(_call: Call) -> web.StreamResponse:
    """Whoever comes this far has a key."""
    return _said("valid")


async def comment_check(call: Call) -> web.StreamResponse:
    """`true` is spam, `false` is not."""
    form = _form(call)
    guid = new_uuid(0)
    if form["comment_author"] == SPAMMER or form["comment_author_email"] == SPAM_ADDRESS:
        return _said("true", X_akismet_guid=guid)
    text = form["comment_content"].strip()
    if form["user_role"] == "administrator" or not text:
        return _said("false", X_akismet_guid=guid)
    try:
        deadline = call.settings.score_timeout_ms / 1000
        scores = (await call.house.analysis.read_comment(call.site, text, deadline)).scoring.scores
    except LanguageNotSupported as why:
        raise Invalid(str(why)) from None
    if SPAM not in scores:
        raise Invalid("No model of this site tells spam, so this service cannot.")
    policy = await call.house.access.policy(call.site)
    if scores[SPAM] < policy.hold.get(SPAM, HOLD):
        return _said("false", X_akismet_guid=guid)
    if scores[SPAM] >= policy.reject.get(SPAM, DISCARD):
        return _said("true", X_akismet_guid=guid, X_akismet_pro_tip="discard")
    return _said("true", X_akismet_guid=guid)


async def submit_spam(call: Call) -> web.StreamResponse:
    """Somebody says that this is spam."""
    return await _submit(call, 1.0)


async def submit_ham(call: Call) -> web.StreamResponse:
    """Somebody says that this is not spam."""
    return await _submit(call, 0.0)


async def _submit(call: Call, score: float) -> web.StreamResponse:
    form = _form(call)
    text = form["comment_content"].strip()
    tried_out = form["is_test"] in ("1", "true")
    if text and not tried_out and call.token is not None:
        source = f"key:{call.token.id}"
        await call.house.learning.suggest(call.site, text, {SPAM: score}, source, None, form["blog"])
    return _said(THANKS)


def _form(call: Call) -> dict[str, str]:
    for name in ("blog", "user_ip"):
        if not call.body[name]:
            raise Invalid(f'Empty "{name}" value')
    return call.body


def _media(words: str) -> dict[int, Media]:
    return {200: Media("text/plain", f"{words}; or `invalid`, and X-akismet-debug-help says why")}


ROUTES = (
    route(
        "POST",
        "/1.1/verify-key",
        verify_key,
        needs=Permission.SCORE,
        summary="Whether a key is one, as Akismet's verify-key",
        body=AkismetKey,
        answers=_media("`valid`"),
        dialect=AKISMET,
    ),
    route(
        "POST",
        "/1.1/comment-check",
        comment_check,
        needs=Permission.SCORE,
        summary="Whether a comment is spam, as Akismet's comment-check",
        body=AkismetComment,
        answers=_media("`true` for spam, `false` for none"),
        dialect=AKISMET,
        spends=True,
    ),
    route(
        "POST",
        "/1.1/submit-spam",
        submit_spam,
        needs=Permission.SCORE,
        summary="Tell that a comment was spam, as Akismet's submit-spam",
        body=AkismetComment,
        answers=_media("Thanks"),
        dialect=AKISMET,
    ),
    route(
        "POST",
        "/1.1/submit-ham",
        submit_ham,
        needs=Permission.SCORE,
        summary="Tell that a comment was not spam, as Akismet's submit-ham",
        body=AkismetComment,
        answers=_media("Thanks"),
        dialect=AKISMET,
    ),
)
