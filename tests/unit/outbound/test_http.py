"""One call to a server that is not trusted, and what may become of it."""

import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from receivers import LOOPBACK, content, endless, listening, sleeps, writing

from moderation.outbound.http import Caller, NoAnswer

HEADERS = {"Content-Type": "application/json"}


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    caller = Caller(LOOPBACK)
    yield caller
    await caller.close()


async def called(caller: Caller, url: str, *, seconds: float = 5.0, longest: int = 100) -> str:
    """The sentence of a call that is not answered."""
    with pytest.raises(NoAnswer) as why:
        await caller.post(url, b"{}", HEADERS, seconds=seconds, longest=longest)
    return why.value.sentence


def a_certificate(folder: Path) -> ssl.SSLContext:
    """Of 127.0.0.1, by nobody but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain = folder / "receiver.pem"
    chain.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain)
    return context


async def test_a_certificate_that_nobody_vouches_for_is_not_accepted(caller: Caller, tmp_path: Path) -> None:
    app = web.Application()
    app.router.add_post("/", content)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=a_certificate(tmp_path)).start()
    try:
        sentence = await called(caller, f"https://127.0.0.1:{runner.addresses[0][1]}/")
    finally:
        await runner.cleanup()

    assert "certificate verify failed" in sentence


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://127.0.0.1:99999/", "Port out of range"),
        ("http://\\127.0.0.1/", "Invalid URL"),
        ("gopher://127.0.0.1/", "Must be an https address"),
        ("http://no.such.name.invalid/", "There is no connection to no.such.name.invalid:80"),
        ("http://a..b/", "could not be read"),
    ],
)
async def test_what_cannot_be_called_is_said_and_nothing_else_is_raised(
    caller: Caller, url: str, sentence: str
) -> None:
    assert sentence in await called(caller, url)


@pytest.mark.parametrize("answer", [b"<html>hello</html>", b"HTTP/1.1 200 OK\r\n" + b"X-A: b\r\n" * 2000 + b"\r\n"])
async def test_what_went_wrong_is_said_without_the_address(caller: Caller, answer: bytes) -> None:
    async with writing(answer) as url:
        sentence = await called(caller, f"{url}hook?key=secret")

    assert sentence.startswith("The answer could not be read: ")
    assert "secret" not in sentence
    assert "secret" not in await called(caller, "http://a..b/hook?key=secret")


async def test_a_refusal_says_that_nobody_was_called() -> None:
    caller = Caller(())
    with pytest.raises(NoAnswer) as why:
        await caller.post("https://localhost/", b"{}", HEADERS, seconds=5, longest=100)
    await caller.close()

    assert why.value.refused
    assert "is not public" in why.value.sentence


async def test_the_deadline_holds_and_no_more_is_read_than_asked(caller: Caller) -> None:
    async with listening(sleeps) as slow, listening(endless(200)) as huge:
        assert await called(caller, slow.url, seconds=0.2) == "Nothing was answered within 0.2 s."
        answer = await caller.post(huge.url, b"{}", HEADERS, seconds=5, longest=100)

    assert (answer.status, answer.body, answer.whole) == (200, b"x" * 100, False)


async def test_what_is_sent_is_what_was_given_and_no_cookie_comes_back(caller: Caller) -> None:
    async def with_a_cookie(_: web.Request) -> web.StreamResponse:
        response = web.Response(text="thank you")
        response.set_cookie("tracked", "yes")
        return response

    async with listening(with_a_cookie) as receiver:
        for _ in range(2):
            answer = await caller.post(receiver.url, b'{"a": 1}', HEADERS, seconds=5, longest=100)
        last = receiver.received[-1]

    assert (answer.body, answer.whole) == (b"thank you", True)
    assert last.body == b'{"a": 1}'
    assert "cookie" not in last.headers
    assert last.headers["user-agent"] == "moderation"
    assert last.headers["accept-encoding"] == "identity"
