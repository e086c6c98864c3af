"""Names and addresses: what is shown, and whose allowance is spent."""

import pytest

from moderation.domain.author import Reader
from moderation.domain.ids import to_bytes
from moderation.domain.site import Site
from moderation.services.access import token_digest
from moderation.services.authorship import comment_of_token, edit_token, guest_id
from moderation.services.site_secret import address_hash
from moderation.text.names import clean_name

SITE = Site("default", "Default", b"a secret of this site", 0)
OTHER = Site("daily", "Daily", b"a secret of the daily", 0)
ID = "019400f0-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ann", "Ann"),
        ("  Ann \t Lee ", "Ann Lee"),
        ("Ann\u202eeeL", "Ann eeL"),
        ("\u200b", ""),
        ("\u3164 \u115f", ""),
        ("\u0301", ""),
        ("Ann\u0000", "Ann"),
        ("Zoë", "Zoë"),
        ("李小龙", "李小龙"),
        ("علي", "علي"),
        ("Ann\u00a0Lee", "Ann Lee"),
    ],
)
def test_a_name_is_shown_without_what_cannot_be_seen(typed: str, shown: str) -> None:
    assert clean_name(typed) == shown


@pytest.mark.parametrize(
    ("one", "another", "same"),
    [
        ("198.51.100.1", "198.51.100.1", True),
        ("198.51.100.1", "198.51.100.2", False),
        ("::ffff:198.51.100.1", "198.51.100.1", True),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("2001:DB8:0:0::1", "2001:db8::1", True),
        ("unix", "unix", True),
        ("unix", "unix2", False),
    ],
)
def test_an_address_is_one_subscriber(one: str, another: str, same: bool) -> None:
    assert (address_hash(SITE, one) == address_hash(SITE, another)) is same


def test_a_hash_of_an_address_tells_nothing_and_differs_between_sites() -> None:
    hashed = address_hash(SITE, "198.51.100.1")

    assert len(hashed) == 16
    assert hashed != address_hash(OTHER, "198.51.100.1")


def test_a_guest_is_a_name_from_an_address() -> None:
    ann = guest_id(SITE, "here", "Ann")

    assert ann.startswith("guest:")
    assert guest_id(SITE, "here", "ANN") == ann, "one cannot pose as oneself in capitals"
    assert (
        len({ann, guest_id(SITE, "there", "Ann"), guest_id(SITE, "here", "Ben"), guest_id(OTHER, "here", "Ann")}) == 4
    )


def test_an_edit_token_proves_its_own_comment_to_its_own_site() -> None:
    token = edit_token(SITE, to_bytes(ID))

    assert comment_of_token(SITE, token) == to_bytes(ID)
    assert comment_of_token(OTHER, token) is None
    assert comment_of_token(SITE, None) is None


def test_a_changed_edit_token_proves_nothing() -> None:
    token = edit_token(SITE, to_bytes(ID))
    for changed in (token[:-1], token + "A", token.replace(".", ""), token[:36], token.upper()):
        assert comment_of_token(SITE, changed) is None


@pytest.mark.parametrize("token", ["", ".", "nonsense", f"{ID}.", f"{ID}.\udcff", f"{ID}.é", "é.é"])
def test_what_is_no_edit_token_proves_nothing(token: str) -> None:
    assert comment_of_token(SITE, token) is None


def test_what_is_kept_of_an_api_token_is_a_digest() -> None:
    assert token_digest("mod_abc") != token_digest("mod_abd")
    assert "mod_abc" not in token_digest("mod_abc")
    assert len(token_digest("\udcff")) == 64


def test_an_allowance_is_the_authors_or_the_addresss() -> None:
    assert Reader("abc", "maria").subject == "maria"
    assert Reader("abc").subject == "address:abc"
