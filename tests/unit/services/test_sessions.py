"""A session's secret changes while it is used, and nobody is thrown out by an answer that was lost."""

import pytest

from moderation.domain.errors import NotSignedIn
from moderation.domain.moderator import Role
from moderation.domain.session import MOST_PER_TOKEN
from moderation.services.access import Access
from moderation.services.sessions import Sessions, site_of_cookie
from moderation.services.tokens import Tokens
from moderation.storage.client import Store
from moderation.storage.records import Records

HOUR = 3600 * 1000


@pytest.fixture
async def records(store: Store) -> Records:
    records = Records(store)
    await records.sites.create("default", "Default", b"{}")
    return records


@pytest.fixture
def access(records: Records) -> Access:
    return Access(records)


@pytest.fixture
async def key(records: Records, access: Access) -> str:
    _, secret = await Tokens(records, access).create("default", Role.MODERATOR, "Max", "test")
    return secret


async def renewed(sessions: Sessions, cookie: str) -> str | None:
    return await sessions.renew(await sessions.of_cookie(cookie))


async def test_a_fresh_cookie_is_left_alone(records: Records, access: Access, key: str) -> None:
    sessions = Sessions(records, access, 60)
    _, _, cookie = await sessions.sign_in(key, "Firefox", None)

    shown = await sessions.of_cookie(cookie)

    assert not shown.renewal_due
    assert (shown.session.browser, await sessions.renew(shown)) == ("Firefox", None)


async def test_requests_under_way_with_the_old_secret_are_answered_and_rotate_once(
    records: Records, access: Access, key: str
) -> None:
    sessions = Sessions(records, access, 60, rotate_ms=0, grace_ms=HOUR)
    _, _, old = await sessions.sign_in(key, "", None)
    both = await sessions.of_cookie(old), await sessions.of_cookie(old)

    new = await sessions.renew(both[0])

    assert new is not None
    assert await sessions.renew(both[1]) is None
    await sessions.of_cookie(old)
    newer = await renewed(sessions, new)
    assert newer is not None
    with pytest.raises(NotSignedIn, match="ended"):
        await sessions.of_cookie(old)
    await sessions.of_cookie(new)


async def test_an_answer_that_was_lost_throws_nobody_out(records: Records, access: Access, key: str) -> None:
    sessions = Sessions(records, access, 60, rotate_ms=0, grace_ms=0)
    _, _, old = await sessions.sign_in(key, "", None)
    lost = await renewed(sessions, old)
    assert lost is not None

    new = await renewed(sessions, old)

    assert new not in (None, lost)
    assert (await sessions.of_cookie(str(new))).session.id == (await sessions.of_cookie(old)).session.id
    with pytest.raises(NotSignedIn):
        await sessions.of_cookie(lost)


async def test_a_copy_of_a_replaced_cookie_ends_the_session_for_both(
    records: Records, access: Access, key: str
) -> None:
    rotating = Sessions(records, access, 60, rotate_ms=0, grace_ms=0)
    _, _, old = await rotating.sign_in(key, "", None)
    new = str(await renewed(rotating, old))
    settled = Sessions(records, access, 60, rotate_ms=HOUR, grace_ms=-1)
    assert await renewed(settled, new) is None

    with pytest.raises(NotSignedIn, match="replaced"):
        await settled.of_cookie(old)
    with pytest.raises(NotSignedIn):
        await settled.of_cookie(new)


async def test_a_session_ends_when_it_is_not_used(records: Records, access: Access, key: str, store: Store) -> None:
    sessions = Sessions(records, access, 5)
    _, shown, cookie = await sessions.sign_in(key, "", None)
    name = f"{{default:site}}:session:{shown.session.id}"

    left = await store.command(name, "PTTL", name)
    assert 4 * 60_000 < left <= 5 * 60_000
    await store.command(name, "PEXPIRE", name, 1000)
    await renewed(Sessions(records, access, 5, rotate_ms=0), cookie)
    assert await store.command(name, "PTTL", name) > 4 * 60_000


async def test_the_oldest_of_too_many_sessions_makes_room(records: Records, access: Access, key: str) -> None:
    sessions = Sessions(records, access, 60)
    cookies = [(await sessions.sign_in(key, f"{number}", None))[2] for number in range(MOST_PER_TOKEN + 2)]

    await sessions.of_cookie(cookies[-1])
    kept = {each.browser for each in await records.sessions.all("default")}
    assert len(kept) == MOST_PER_TOKEN
    for browser, cookie in enumerate(cookies):
        if str(browser) not in kept:
            with pytest.raises(NotSignedIn):
                await sessions.of_cookie(cookie)


def test_a_cookies_site_is_read_from_cookies_of_ours_only() -> None:
    assert site_of_cookie(f"daily.{'a' * 32}.{'b' * 43}") == "daily"
    for wrong in ("", "daily", f"daily.{'a' * 31}.{'b' * 43}", f"-daily.{'a' * 32}.{'b' * 43}"):
        assert site_of_cookie(wrong) is None
