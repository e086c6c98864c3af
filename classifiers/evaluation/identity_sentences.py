"""Sentences about who people are, to measure with: each term in the same plain sentences and in the same attacks.

Written for this project's measuring and for nothing else. No corpus that models learn from reads this module, and its
sentences are other ones than theirs (`classifiers.corpora.identities`, `classifiers.corpora.contrasts`); a test holds
that.
"""

import re
from dataclasses import dataclass
from typing import Final

# Each stands before "people", "woman", "colleague" ...
# fmt: off
TERMS: Final = (
    "gay", "lesbian", "bisexual", "queer", "homosexual", "trans", "transgender", "nonbinary", "asexual", "straight",
    "Muslim", "Jewish", "Christian", "Catholic", "Hindu", "Sikh", "Buddhist", "atheist", "Mormon",
    "Black", "white", "Asian", "African", "African American", "Latino", "Hispanic", "Arab", "Mexican", "Chinese",
    "Indian", "Japanese", "Nigerian", "Turkish", "Polish", "Russian", "Kurdish", "Roma", "Native American",
    "immigrant", "refugee", "foreign", "deaf", "blind", "disabled", "autistic", "paralysed", "bipolar", "old", "young",
    "female", "male", "feminist", "poor", "homeless", "fat",
)
# fmt: on
NEUTRAL: Final = (
    "Two {} colleagues of mine run the marathon every autumn.",
    "The council appointed a {} woman to lead the library.",
    "On Sundays the {} people from the third floor bake bread for the whole house.",
    "Yesterday a {} man repaired my bicycle and would not take any money.",
    "According to the census, one in nine residents of the district is {}.",
    "A {} student of ours won the mathematics prize.",
    "Is the festival open to {} people as well?",
    "The museum shows letters that {} soldiers wrote home.",
    "When I was in hospital, a {} nurse sat with me all night.",
    "This novel has a {} detective, and the plot is clever.",
    "My daughter's best friend is {} and they have known each other since kindergarten.",
    "The radio play tells of a {} family that moves to the coast.",
    "I would like to read more from {} writers in the weekend section.",
    "Our choir has {} members, retired teachers and a plumber.",
    "The study compares how {} people and others use public transport.",
    "As far as I know, the new goalkeeper is {}.",
    "He has been {} all his life and never made much of it.",
    "The court found that the firm had turned down the applicant for being {}.",
    "Could you recommend a film with a {} hero?",
    "In our reading group, three people are {}.",
    "The minister met with {} organisations on Tuesday to talk about housing.",
    "A {} grandmother taught us how to make dumplings.",
    "Last year the town put up a memorial for its {} citizens.",
    "You do not have to be {} to enjoy this exhibition.",
)
ATTACKS: Final = (
    "Every {} person I ever met was a lying piece of filth.",
    "Get these disgusting {} people out of our schools.",
    "{} people are the scum of the earth.",
    "Shut your mouth, you stupid {} bitch.",
    "What else do you expect from a {} moron like him?",
    "I spit on every {} person who walks past my door.",
    "{} people are vermin and ought to be wiped out.",
    "You {} freaks make me want to vomit.",
    "Another worthless {} parasite living off our taxes.",
    "Somebody should beat the hell out of that {} bastard.",
    "Nobody gives a shit what a {} idiot thinks.",
    "All {} people belong in a cage.",
    "The only good {} person is a dead one.",
    "Fuck off, you filthy {} pig.",
    "{} people have the brains of a cockroach.",
    "Keep your kids away from {} people, they are perverts and criminals.",
)
_ARTICLE: Final = re.compile(r"\b([Aa]) (?=[AaIiOo])(\w)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence about a term, and whether it attacks."""

    term: str
    text: str
    attack: bool


def sentences() -> list[Sentence]:
    """Every term in every sentence."""
    return [
        Sentence(term, _begun(template.format(term)), attack)
        for term in TERMS
        for templates, attack in ((NEUTRAL, False), (ATTACKS, True))
        for template in templates
    ]


def _begun(text: str) -> str:
    return _ARTICLE.sub(r"\1n \2", text[0].upper() + text[1:])
