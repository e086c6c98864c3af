"""The commonest request to analyze, read without its schema: a text, attributes without parameters, languages.

The schema takes as long as scoring does. `tests/properties/test_perspective_requests.py` holds the two equal.
"""

from typing import Any, Final

_OPTIONS: Final = {
    "doNotStore": ("do_not_store", bool),
    "spanAnnotations": ("span_annotations", bool),
    "clientToken": ("client_token", str),
    "sessionId": ("session_id", str),
    "communityId": ("community_id", str),
}


def quick(document: dict[str, Any]) -> dict[str, Any] | None:
    """What AnalyzeCommentRequest would load, or None for what only it can judge."""
    loaded: dict[str, Any] = {}
    for name, value in document.items():
        if name == "comment":
            if type(value) is not dict or len(value) != 1 or type(value.get("text")) is not str:
                return None
            loaded["comment"] = value
        elif name == "requestedAttributes":
            if type(value) is not dict or any(type(each) is not dict or each for each in value.values()):
                return None
            loaded["requested_attributes"] = value
        elif name == "languages":
            if type(value) is not list or any(type(each) is not str for each in value):
                return None
            loaded["languages"] = value
        elif (option := _OPTIONS.get(name)) is not None and type(value) is option[1]:
            loaded[option[0]] = value
        else:
            return None
    return loaded
