"""Signatures, held against the vectors that their authors published or that anybody can compute."""

import hashlib
import hmac

import pytest

from moderation.outbound.signing import coral_signature, coral_signed, new_secret, standard_headers

BODY = b'{"test": 2432232314}'


def test_the_published_vector_of_standard_webhooks() -> None:
    headers = standard_headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY, ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
    )

    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_two_secrets_give_two_signatures() -> None:
    first, second = new_secret(), new_secret()
    marks = standard_headers("id", 1, BODY, [first, second])["webhook-signature"].split(" ")

    assert len(set(marks)) == 2
    assert marks[0] == standard_headers("id", 1, BODY, [first])["webhook-signature"]


def test_corals_signature_is_hexadecimal_over_the_raw_body() -> None:
    mark = hmac.new(b"secret", BODY, hashlib.sha256).hexdigest()

    assert coral_signature(BODY, ["secret", "other"]).split(",")[0] == f"sha256={mark}"
    assert coral_signed(f"sha256={mark}", BODY, "secret")
    assert coral_signed(f"sha256={'0' * 64}, sha256={mark}", BODY, "secret")
    assert coral_signed(coral_signature(BODY, ["new", "secret"]), BODY, "secret")


@pytest.mark.parametrize(
    "header",
    [
        "",
        "sha256=",
        "sha256=zz",
        "sha256=abc",
        "sha1=" + "0" * 64,
        "sha256=" + "0" * 64,
        ",,,,",
        "sha256=é",
        "x" * 9000,
    ],
)
def test_what_is_no_signature_of_corals_is_refused(header: str) -> None:
    assert not coral_signed(header, BODY, "secret")


def test_a_changed_body_is_refused() -> None:
    assert not coral_signed(coral_signature(BODY, ["secret"]), BODY + b" ", "secret")
