"""Tokens that no publisher has issued: none lets anybody in, and each is refused with a sentence."""

import hmac
import time
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from people import Author
from service_client import FOREVER, PUBLISHER_SECRET, Service, a_token

RSA = RSAKey.generate_key(2048, {"kid": "rsa-1"}, private=True)
OTHER_RSA = RSAKey.generate_key(2048, {"kid": "rsa-1"}, private=True)
CLAIMS = {"sub": "maria", "name": "Maria", "exp": FOREVER}
NO_KEY_FITS = "The token's signature does not fit any key of this site."


def compact(header: Any, claims: Any = CLAIMS, key: bytes | None = None, signature: bytes = b"") -> str:
    """A token put together by hand; signed with HMAC-SHA256 where a key is given."""

    def part(document: Any) -> bytes:
        raw = document if isinstance(document, bytes) else orjson.dumps(document)
        return urlsafe_b64encode(raw).rstrip(b"=")

    body = part(header) + b"." + part(claims)
    if key is not None:
        signature = hmac.new(key, body, sha256).digest()
    return (body + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode()


@pytest.fixture
async def shared(service: Service) -> Service:
    """A site with a shared secret."""
    await service.member()
    return service


@pytest.fixture
async def published(service: Service) -> Service:
    """A site with a key set."""
    keys = orjson.dumps(KeySet([RSA]).as_dict(private=False)).decode()
    await (await service.admin()).sets_policy(jwks=keys)
    return service


async def _refused(author: Author, sentence: str) -> None:
    answer = await author.tries_to_say("I am Maria.")
    assert answer.problem(401, "not-signed-in")["detail"].startswith(sentence)
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    (await author.get("/v1/me/comments")).problem(401, "not-signed-in")


async def test_a_token_without_a_signature(shared: Service, subtests: pytest.Subtests) -> None:
    for algorithm in (
        "none",
        "None",
        "NONE",
        "nOnE",
        "",
    ):
        with subtests.test(algorithm=algorithm):
            await _refused(shared.bearer(compact({"alg": algorithm, "typ": "JWT"})), NO_KEY_FITS)
            await _refused(shared.bearer(compact({"alg": algorithm}, key=PUBLISHER_SECRET.encode())), NO_KEY_FITS)


async def test_a_token_signed_with_another_key(shared: Service, published: Service) -> None:
    await _refused(shared.bearer(a_token(key="a guess that is long enough to be one")), NO_KEY_FITS)
    forged = jwt.encode({"alg": "RS256", "kid": "rsa-1"}, CLAIMS, OTHER_RSA)
    await _refused(published.bearer(forged), NO_KEY_FITS)


async def test_a_public_key_is_no_shared_secret(published: Service) -> None:
    for public in (RSA.as_pem(private=False), RSA.as_der(private=False), orjson.dumps(RSA.as_dict(private=False))):
        for header in ({"alg": "HS256"}, {"alg": "HS256", "kid": "rsa-1"}, {"alg": "RS256", "kid": "rsa-1"}):
            await _refused(published.bearer(compact(header, key=public)), NO_KEY_FITS)


async def test_a_public_key_cannot_be_set_as_the_shared_secret(service: Service) -> None:
    ada = await service.admin()

    answer = await ada.put("/v1/sites/default/policy", {"jwt_secret": RSA.as_pem(private=False).decode()})

    assert list(answer.problem(422, "invalid")["errors"]) == ["jwt_secret"]
    assert not await ada.audit("set_policy")


async def test_a_shared_secret_allows_no_other_algorithm(shared: Service) -> None:
    for algorithm in ("HS384", "HS512", "RS256", "ES256", "EdDSA", "PS256", "dir"):
        await _refused(shared.bearer(compact({"alg": algorithm}, key=PUBLISHER_SECRET.encode())), NO_KEY_FITS)
    stronger = jwt.encode({"alg": "RS512", "kid": "rsa-1"}, CLAIMS, RSA, algorithms=["RS512"])
    await _refused(shared.bearer(stronger), NO_KEY_FITS)


async def test_a_token_that_names_a_key_nobody_has(published: Service) -> None:
    for kid in ("rsa-2", "", "../../rsa-1", "' OR 1=1", 17, None, ["rsa-1"]):
        header = {"alg": "RS256", "kid": kid}
        body = compact(header).rpartition(".")[0].encode()
        signature = RSA.private_key.sign(body, PKCS1v15(), SHA256())
        await _refused(published.bearer(compact(header, signature=signature)), NO_KEY_FITS)


async def test_a_token_that_brings_its_own_key(published: Service) -> None:
    own = OTHER_RSA.as_dict(private=False)
    for header in (
        {"alg": "RS256", "jwk": own},
        {"alg": "RS256", "kid": "rsa-1", "jwk": own},
        {"alg": "RS256", "kid": "rsa-1", "jku": "https://evil.example/keys"},
        {"alg": "RS256", "kid": "rsa-1", "x5u": "https://evil.example/keys"},
    ):
        await _refused(published.bearer(jwt.encode(header, CLAIMS, OTHER_RSA)), NO_KEY_FITS)


async def test_a_token_that_has_expired_or_never_does(shared: Service) -> None:
    now = int(time.time())
    await _refused(shared.bearer(a_token(exp=now - 31)), "The token does not hold: ")
    await _refused(shared.bearer(a_token(exp=None)), "The token does not hold: ")
    await _refused(shared.bearer(a_token(exp="never")), "The token does not hold: ")
    await _refused(shared.bearer(a_token(exp=True)), "The token does not hold: ")
    await _refused(shared.bearer(a_token(nbf=now + 3600)), "The token does not hold: ")
    assert (await shared.bearer(a_token(exp=now + 60, nbf=now - 60)).says("I am Maria.")).visible


async def test_a_genuine_token_that_says_something_impossible(shared: Service, subtests: pytest.Subtests) -> None:
    for claims, sentence in (
        ({"sub": None}, "The token does not hold: "),
        ({"sub": ""}, "The token does not hold: "),
        ({"sub": 17}, "The token does not hold: "),
        ({"sub": "x" * 256}, "The token's sub must be text of 1 to 255 printable characters."),
        ({"sub": "a\x00b"}, "The token's sub must be text of 1 to 255 printable characters."),
        ({"sub": "a\nb"}, "The token's sub must be text of 1 to 255 printable characters."),
        ({"sub": "guest:abc"}, "The token's sub must not begin like an id of our own"),
        ({"sub": "address:abc"}, "The token's sub must not begin like an id of our own"),
        ({"sub": "moderator:abc"}, "The token's sub must not begin like an id of our own"),
        ({"sub": "operator:command line"}, "The token's sub must not begin like an id of our own"),
        ({"sub": "erased"}, "The token's sub must not begin like an id of our own"),
        ({"sub": "policy"}, "The token's sub must not be a word of our own"),
        ({"sub": "installation"}, "The token's sub must not be a word of our own"),
        ({"name": None}, "The token's name must be text of 1 to 100 characters that can be seen."),
        ({"name": "  "}, "The token's name must be text of 1 to 100 characters that can be seen."),
        ({"name": "\u200b\u202e"}, "The token's name must be text of 1 to 100 characters that can be seen."),
        ({"name": ["Maria"]}, "The token's name must be text of 1 to 100 characters that can be seen."),
        ({"name": "x" * 101}, "The token's name must be text of 1 to 100 characters that can be seen."),
        ({"roles": "staff"}, "The token's roles must be a list of short texts."),
        ({"roles": [1]}, "The token's roles must be a list of short texts."),
        ({"roles": ["x" * 65]}, "The token's roles must be a list of short texts."),
    ):
        with subtests.test(claims=claims):
            await _refused(shared.bearer(a_token(**claims)), sentence)


async def test_what_is_no_token_at_all(shared: Service, subtests: pytest.Subtests) -> None:
    for token in (
        "nonsense",
        "a.b",
        "a.b.c",
        "a.b.c.d.e",
        "..",
        "e30.e30.",
        "eyJhbGciOiJIUzI1NiJ9..",
        "%00.%00.%00",
        "x" * 8000,
    ):
        with subtests.test(token=token):
            await _refused(shared.bearer(token), NO_KEY_FITS)


@pytest.mark.parametrize("deep", [b'{"alg":' + b"[" * 2500 + b"]" * 2500 + b"}", b"[" * 5000, b'{"a":' * 1000])
async def test_a_token_nested_deeper_than_anybody_reads(shared: Service, deep: bytes) -> None:
    await _refused(shared.bearer(compact(deep)), NO_KEY_FITS)


async def test_a_payload_nested_deeper_than_anybody_reads(shared: Service) -> None:
    deep = b'{"sub":' + b"[" * 2500 + b"]" * 2500 + b"}"

    await _refused(shared.bearer(compact({"alg": "HS256"}, deep, key=PUBLISHER_SECRET.encode())), NO_KEY_FITS)


async def test_a_payload_that_is_no_set_of_claims(shared: Service) -> None:
    for payload in (b"[]", b"17", b"null", b'"maria"', b"\xff", b"{"):
        token = compact({"alg": "HS256"}, payload, key=PUBLISHER_SECRET.encode())
        await _refused(shared.bearer(token), NO_KEY_FITS)


async def test_a_header_that_demands_what_we_do_not_understand(shared: Service) -> None:
    for header in ({"alg": "HS256", "crit": ["exp"]}, {"alg": "HS256", "b64": False, "crit": ["b64"]}, {"alg": 17}):
        await _refused(shared.bearer(compact(header, key=PUBLISHER_SECRET.encode())), NO_KEY_FITS)


async def test_a_token_longer_than_anybody_issues(shared: Service) -> None:
    # The server itself takes no header of more than 8190 bytes.
    answer = await shared.bearer("x" * 8200).tries_to_say("I am Maria.")
    answer.problem(400, "malformed")


async def test_an_api_token_is_no_readers_token_and_the_other_way_round(shared: Service) -> None:
    max_ = await shared.moderator()
    maria = await shared.member("Maria")

    await _refused(shared.bearer(max_.headers["Authorization"].removeprefix("Bearer ")), NO_KEY_FITS)
    (await maria.get("/v1/moderation/queues")).problem(401, "not-signed-in")


async def test_where_no_key_is_set_no_token_counts(service: Service) -> None:
    await _refused(service.bearer(a_token()), "This site accepts no tokens: ")
    await _refused(service.bearer(compact({"alg": "none"})), "This site accepts no tokens: ")
    assert not await (await service.moderator()).audit("post")
