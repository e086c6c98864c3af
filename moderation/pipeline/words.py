"""A site's word lists, made ready to be looked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from moderation.domain.policy import Policy
from moderation.text.words import WordList, load_wordlist


@dataclass(frozen=True, slots=True)
class CompiledWords:
    banned: WordList
    suspect: Sequence[WordList]
    """The site's own list, then the shipped ones. Apart, as what is innocent for one list may be suspect to another."""


def compile_words(policy: Policy) -> CompiledWords:
    """The lists of one version of a policy. Costs milliseconds, so keep the result for as long as the version lasts.

    `policy.word_lists` name lists that are shipped with the product; their words count as suspect. KeyError for a
    name that is not shipped.
    """
    own = [WordList(policy.suspect_words)] if policy.suspect_words else []
    return CompiledWords(WordList(policy.banned_words), [*own, *map(load_wordlist, policy.word_lists)])


NO_WORDS = CompiledWords(WordList(()), ())
