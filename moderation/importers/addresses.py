"""What an article is called by its address: as the page's own script calls it where it is not told otherwise."""

import re
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

LONGEST_NAME: Final = 512
# What a browser leaves as it is in the path of an address.
_IN_PATH: Final = "%/:@!$&'()*+,;=~-._[]|"
_TRACKING: Final = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|ref|ref_src|source|share|amp|replytocom|_ga|yclid",
    re.IGNORECASE,
)


def path_of(address: str) -> str:
    """The path of a URL (or of an address without its host) as a browser gives it in `location.pathname`; with what
    of its query tells pages apart. Empty for what is no address of a page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    if parts.scheme not in ("", "http", "https") or not (parts.netloc or parts.path or parts.query):
        return ""
    path = quote(parts.path.replace("\\", "/"), safe=_IN_PATH) or "/"
    telling = [(name, value) for name, value in parse_qsl(parts.query, True) if not _TRACKING.fullmatch(name)]
    path = path if path.startswith("/") else "/" + path
    return f"{path}?{urlencode(telling)}" if telling else path
