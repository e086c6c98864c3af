"""What kind of mistake a sentence about a field tells of, for pages and programs that say it in another language.

Schemas, services and phases give sentences; the kinds that people meet most are read off them here, in one place.
Whatever has no kind keeps its sentence alone.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson

_LEAST, _MOST = (rf"(?P<{name}>-?\d+(?:\.\d+)?)" for name in ("least", "most"))
_SENTENCES: Final = tuple(
    (re.compile(sentence), code)
    for sentence, code in (
        (r"Missing data for required field\.|Field may not be null\.", "required"),
        (r"There is nothing to read in it\.|There is no text to read\.|Must not be blank\.", "blank"),
        (rf"Shorter than minimum length {_LEAST}\.", "too_short"),
        (rf"The text must have at least {_LEAST} characters\.", "too_short"),
        (rf"Longer than maximum length {_MOST}\.", "too_long"),
        (rf"The text must have at most {_MOST} characters; it has \d+\.", "too_long"),
        (rf"Length must be between {_LEAST} and {_MOST}\.", "wrong_length"),
        (rf"Must have {_LEAST} to {_MOST} characters\.", "wrong_length"),
        (rf"A guest needs a name of {_LEAST} to {_MOST} visible characters\.", "wrong_length"),
        (r"Must be a number\.|Not a valid number\.", "no_number"),
        (r"Must be a whole number\.|Not a valid integer\.", "no_whole_number"),
        (rf"Must be greater than or equal to {_LEAST}\.", "too_small"),
        (rf"Must be less than or equal to {_MOST}\.", "too_large"),
        (rf"Must be greater than or equal to {_LEAST} and less than or equal to {_MOST}\.", "out_of_range"),
        (r"Must not be greater than body_max\.", "least_over_most"),
        (r"Must be one of: .*\.|There is no word list .*\.", "no_choice"),
        (r".* is not a language we can tell; write a code of ISO 639-1 such as en or de\.", "no_language"),
        (r"String does not match expected pattern\.", "no_match"),
        (r"Write it on one line, without control, direction and other invisible characters\.", "not_one_line"),
        (rf"Must have at least {_LEAST} different characters\.", "too_few_different"),
        (r"Must not contain the name\.", "holds_the_name"),
        (r"Must be in the future\.", "past"),
        (r"Is read by nobody with this standing\.", "read_by_nobody"),
        (r"Write an origin such as .*, as browsers send it: .*\.", "no_origin"),
        (r"Write (?P<wanted>\S+), as browsers send it: .*\.", "other_origin"),
        (r"Must be an http or https address\.", "no_web_address"),
        (r"Must be an https address\.|The address .* is public, so it is called by https only\.", "no_https_address"),
        (r"The address .* is not public; MODERATION_OUTBOUND_NETWORKS can allow .*\.", "not_public"),
        (r".* is not an address in its usual form\.", "unusual_address"),
        (r"Must not contain a user name or a password\.", "holds_a_password"),
        (r"Not a valid email address\.|Must be an e-mail address\.", "no_email_address"),
        (r"\S+ stands for another token here\.", "taken_address"),
        (r"Somebody else signs in as .* here; choose another name\.", "taken_name"),
        (r"This is not your present password; an administrator can give you a new one\.", "wrong_password"),
        (r"Must be a JSON Web Key Set as JSON text\.", "no_key_set"),
        (r"Must be a secret of yours and this service's; public keys belong in jwks\.", "public_key"),
        (r"Must not contain a NUL character\.|Must be Unicode text: it contains half of a surrogate pair\.", "no_text"),
    )
)
CODES: Final = tuple(dict.fromkeys(code for _, code in _SENTENCES))


def causes_of(errors: Mapping[str, Sequence[str]]) -> dict[str, list[dict[str, Any] | None]]:
    """The kinds of the sentences of each field, in their order, None where one has no kind: `code`, and `least`, `most`
    and what is `wanted` where the sentence names them. Fields without any are left out."""
    found = {field: [_cause_of(sentence) for sentence in sentences] for field, sentences in errors.items()}
    return {field: causes for field, causes in found.items() if any(causes)}


def _cause_of(sentence: str) -> dict[str, Any] | None:
    for form, code in _SENTENCES:
        if (match := form.fullmatch(sentence)) is not None:
            return {"code": code} | {
                name: found if name == "wanted" else orjson.loads(found) for name, found in match.groupdict().items()
            }
    return None
