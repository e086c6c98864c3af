"""The words of the language, and how much of it there may be."""

import re
from typing import Final

LONGEST: Final = 20_000
"""Characters of all rules of a site."""
DEEPEST: Final = 16
MOST_RULES: Final = 100
UNFIT: Final = re.compile("[\x00\ud800-\udfff]")
WORDS: Final = ("zone", "try", "rule", "when", "then", "and", "or", "not", "in", "contains", "matches", "saying")
ACTS: Final = ("hold", "reject", "approve", "flag", "tag", "slow")
SIGNS: Final = {"==": "=", "=": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
INSTEAD: Final = {
    "is": "=",
    "are": "=",
    "equals": "=",
    "isnt": "!=",
    "has": "contains",
    "have": "contains",
    "includes": "contains",
    "like": "matches",
    "over": ">",
    "above": ">",
    "under": "<",
    "below": "<",
}
"""What people write who have not read how it is written."""
SECONDS: Final = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}
