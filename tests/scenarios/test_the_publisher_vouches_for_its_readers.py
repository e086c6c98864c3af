"""Signed-in readers carry a token of the publisher's: who they are follows from it, and from nothing else."""

from base64 import urlsafe_b64encode
from typing import Any

import orjson
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, OKPKey, RSAKey
from service_client import FOREVER, Service, a_token

RSA = RSAKey.generate_key(2048, {"kid": "rsa-1"}, private=True)
EC = ECKey.generate_key("P-256", {"kid": "ec-1"}, private=True)
ED = OKPKey.generate_key("Ed25519", {"kid": "ed-1"}, private=True)
JWKS = orjson.dumps(KeySet([RSA, EC, ED]).as_dict(private=False)).decode()


def signed(key: Any, algorithm: str) -> str:
    header, claims = {"alg": algorithm, "kid": key.kid}, {"sub": "user-17", "name": "Maria", "exp": FOREVER}
    if algorithm == "EdDSA":
        # The older name of Ed25519 (RFC 9864), which publishers still write.
        body = b".".join(urlsafe_b64encode(orjson.dumps(part)).rstrip(b"=") for part in (header, claims))
        return (body + b"." + urlsafe_b64encode(key.private_key.sign(body)).rstrip(b"=")).decode()
    return jwt.encode(header, claims, key, algorithms=[algorithm])


async def test_a_shared_secret_signs_a_reader_in(service: Service) -> None:
    maria = await service.member("Maria", sub="user-17")

    said = await maria.says("I wrote the article.")

    assert said.comment["author"] == {"id": "user-17", "name": "Maria", "badges": []}
    assert "edit_token" not in said.answer.document
    assert not await (await service.moderator()).audit("post")


@pytest.mark.parametrize(("key", "algorithm"), [(RSA, "RS256"), (EC, "ES256"), (ED, "EdDSA"), (ED, "Ed25519")])
async def test_a_key_set_signs_a_reader_in(service: Service, key: Any, algorithm: str) -> None:
    await (await service.admin()).sets_policy(jwks=JWKS)

    said = await service.bearer(signed(key, algorithm)).says("I wrote the article.")

    assert said.comment["author"]["id"] == "user-17"


async def test_an_author_sees_their_own_comments_with_status_and_reasons(service: Service) -> None:
    maria, max_ = await service.member("Maria"), await service.moderator()
    fine = await maria.says("Good game.")
    held = await maria.says("You are a stupid idiot.")
    rejected = await maria.says("Buy my book about referees.", "sport")
    await max_.rejects(rejected.id)
    await service.guest("Ben").says("Somebody else's comment.")

    items = await maria.own_comments()

    assert [item["id"] for item in items] == [rejected.id, held.id, fine.id]
    assert [item["status"] for item in items] == ["rejected", "pending", "published"]
    assert [item["article"] for item in items] == ["sport", "news", "news"]
    assert [[reason["code"] for reason in item["reasons"]] for item in items] == [[], ["score"], []]
    assert items[1]["body"] == "You are a stupid idiot."
    assert [entry["detail"]["comment"] for entry in await max_.audit("reject")] == [rejected.id]


async def test_ones_own_comments_come_page_by_page(service: Service) -> None:
    maria = await service.member("Maria")
    said = [(await maria.says(f"Remark number {n}.")).id for n in range(5)]

    listed, cursor = [], ""
    while True:
        page = (await maria.get(f"/v1/me/comments?limit=2{cursor}")).document
        listed += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert listed == said[::-1]


async def test_an_author_writes_from_two_devices(service: Service) -> None:
    at_home, on_the_way = await service.member("Maria"), await service.member("Maria")
    said = await at_home.says("Good game.")

    assert (await on_the_way.changes(said, "Good game, both of you.")).status == 200
    assert len(await on_the_way.own_comments()) == 1


async def test_a_new_name_shows_on_what_is_written_from_then_on(service: Service) -> None:
    before = await (await service.member("Maria", sub="user-17")).says("Good game.")
    after = await (await service.member("Maria Lopez", sub="user-17")).says("Good game, both of you.")

    shown = {comment["id"]: comment["author"]["name"] for comment in (await service.reader().thread())["comments"]}

    assert shown == {before.id: "Maria", after.id: "Maria Lopez"}


async def test_issuer_and_audience_are_checked_where_the_site_names_them(service: Service) -> None:
    await service.member()
    ada = await service.admin()
    await ada.sets_policy(jwt_issuer="https://news.example", jwt_audience="comments")

    right = service.bearer(a_token(iss="https://news.example", aud="comments"))
    assert (await right.says("Good game.")).visible
    for claims in (
        {},
        {"iss": "https://news.example"},
        {"iss": "https://evil.example", "aud": "comments"},
        {"iss": "https://news.example", "aud": "newsletter"},
    ):
        (await service.bearer(a_token(**claims)).tries_to_say("Good game.")).problem(401, "not-signed-in")
    changed = (await ada.audit("set_policy"))[0]["detail"]["after"]
    assert (changed["jwt_issuer"], changed["jwt_audience"]) == ("https://news.example", "comments")
    assert changed["jwt_secret"] == "********"


async def test_a_changed_secret_ends_what_was_signed_with_the_old_one(service: Service) -> None:
    maria, ada = await service.member("Maria"), await service.admin()
    await maria.says("Good game.")

    await ada.sets_policy(jwt_secret="another secret that nobody else knows")

    (await maria.tries_to_say("Good game, both of you.")).problem(401, "not-signed-in")
    entry = (await ada.audit("set_policy"))[0]
    assert entry["detail"]["before"] == entry["detail"]["after"] == {"jwt_secret": "********"}
