"""A site's word lists, made ready to be looked for."""

from dataclasses import dataclass

from moderation.domain.policy import Policy
from moderation.text.words import WordList, load_wordlist


@dataclass(frozen=True, slots=True)
class CompiledWords:
    banned: WordList
    suspect: WordList


def compile_words(policy: Policy) -> CompiledWords:
    """The lists of one version of a policy. Costs milliseconds, so keep the result for as long as the version lasts.

    `policy.word_lists` name lists that are shipped with the product; their words count as suspect.
    """
    shipped = [word for name in policy.word_lists for word in load_wordlist(name)]
    return CompiledWords(banned=WordList(policy.banned_words), suspect=WordList([*policy.suspect_words, *shipped]))


NO_WORDS = CompiledWords(banned=WordList(()), suspect=WordList(()))
