"""What a site's policy has that costs milliseconds to make ready: its rules and its word lists."""

from typing import TypeAlias

import structlog

from moderation.domain.errors import Invalid
from moderation.domain.policy import Policy
from moderation.pipeline.words import CompiledWords, compile_words
from moderation.rules.evaluate import NO_RULES, Ruleset, compile_rules
from moderation.rules.mistake import RulesInvalid

log = structlog.get_logger()

Prepared: TypeAlias = tuple[CompiledWords, Ruleset]


def prepare(site_id: str, policy: Policy) -> Prepared:
    """Word lists and rules of a stored policy. Rules that this version cannot use, as a newer one saved them, are none:
    comments go on being judged by everything else, the log says so, and so does `moderation doctor`."""
    try:
        rules = compile_rules(policy.rules, saved=True)
    except RulesInvalid as error:
        log.error("a site's rules cannot be used by this version, so they do not act", site=site_id, why=str(error))
        rules = NO_RULES
    return compile_words(policy), rules


def rules_of(text: str) -> Ruleset:
    """The rules ready to be asked; Invalid with their mistakes, by place as well."""
    try:
        return compile_rules(text)
    except RulesInvalid as error:
        raise Invalid("The rules cannot be used.", {"rules": error.sentences}, mistakes=error.documents) from None
