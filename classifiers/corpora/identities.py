"""Plain sentences about who people are, written for this project: nothing in them is an attack, and a model should know
it.

Licence: that of this project. There is no file to read; sentences are put together from short lists. They temper the
habit of models to call "gay", "muslim" or "black" toxic because such words come up in attacks (the idea is Dixon et
al., 2018). `classifiers.corpora.contrasts` has the other half: attacks on the same people, so that a model learns the
difference and not merely that some words are harmless.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment

# fmt: off
BEING = (
    "gay", "lesbian", "bisexual", "queer", "homosexual", "transgender", "trans", "straight", "nonbinary", "asexual",
    "heterosexual", "intersex", "lgbt", "lgbtq", "muslim", "jewish", "christian", "catholic", "protestant", "hindu",
    "buddhist", "sikh", "atheist", "evangelical", "mormon", "islamic", "orthodox", "black", "white", "brown", "asian",
    "african", "african american", "latino", "latina", "latinx", "hispanic", "mexican", "arab", "persian", "turkish",
    "indian", "pakistani", "chinese", "japanese", "korean", "vietnamese", "filipino", "american", "european", "russian",
    "polish", "german", "irish", "israeli", "palestinian", "syrian", "somali", "nigerian", "haitian", "romani",
    "indigenous", "aboriginal", "native american", "middle eastern", "immigrant", "refugee", "foreign", "undocumented",
    "deaf", "blind", "disabled", "autistic", "paralyzed", "bipolar", "schizophrenic", "dyslexic", "fat", "homeless",
    "elderly", "old", "older", "young", "younger", "middle aged", "teenage", "female", "male", "feminist", "poor",
    "jew", "conservative", "liberal",
)
PEOPLE = (
    "gays", "gay people", "lesbians", "bisexuals", "queer people", "queers", "homosexuals", "trans people",
    "transgender people", "trans women", "muslims", "jews", "jewish people", "christians", "catholics", "hindus",
    "buddhists", "sikhs", "atheists", "mormons", "black people", "blacks", "white people", "whites", "asians",
    "africans", "african americans", "latinos", "hispanics", "mexicans", "arabs", "turks", "indians", "pakistanis",
    "chinese people", "japanese people", "koreans", "americans", "europeans", "russians", "poles", "israelis",
    "palestinians", "syrians", "somalis", "nigerians", "roma", "native americans", "indigenous people", "immigrants",
    "migrants", "refugees", "foreigners", "asylum seekers", "deaf people", "blind people", "disabled people",
    "people with disabilities", "autistic people", "wheelchair users", "people with down syndrome", "fat people",
    "homeless people", "old people", "young people", "teenagers", "women", "men", "girls", "feminists", "poor people",
    "single mothers", "conservatives", "liberals",
)
# fmt: on
_OF_ONE = (
    "I am {}.",
    "I'm {} and I read this paper every day.",
    "I am a {} man.",
    "I am a {} woman, ask me anything.",
    "My neighbour is {}.",
    "She is a {} woman.",
    "He is a {} man and a good friend.",
    "We are a {} family.",
    "The mayor is {}, and so is her deputy.",
    "As a {} person I found the article well balanced.",
    "The city will open a new centre for {} people.",
    "I grew up in a {} community and I am proud of it.",
    "Many {} students took part in the debate.",
    "There are two {} authors on the list.",
    "My wife is {} and we have been married for ten years.",
    "It is hard to be {} in this town.",
    "The film is about a {} teenager.",
    "Being {} is nothing to be ashamed of.",
    "{} voters turned out in large numbers.",
    "Thanks for writing about {} history.",
    "Do you know any {} people?",
    "My best friend told me yesterday that he is {}.",
    "A {} doctor treated my father, and she was excellent.",
    "Our new {} teacher starts on Monday.",
    "Her son came out as {} last year and the family is fine with it.",
    "The {} couple next door invited us to dinner.",
    "I had no idea the author was {}.",
    "What was it like to grow up {} in the seventies?",
    "The bakery on the corner has a {} owner.",
    "{} readers may see this differently, and I would like to hear from them.",
    "He said he is {}, which has nothing to do with his work.",
    "A {} actor plays the lead.",
)
# Without a sentence around it a word has nothing else to go by, so every term is here with all of them.
_BARE = ("{}", "{}!", "a {}", "the {} one", "{} guy", "a {} friend", "so {}", "is she {}", "{} and proud")
_OF_MANY = (
    "{} live here too.",
    "{} pay taxes like everybody else.",
    "{} have the same rights as the rest of us.",
    "I work with {} every day and it is a pleasure.",
    "The survey asked {} about housing.",
    "How many {} live in the county?",
    "{} were among the first to help after the flood.",
    "The report says that {} wait longer for an appointment.",
    "Some {} support the bill and some oppose it.",
    "There should be more {} on the council.",
    "The law protects {} from discrimination.",
    "The exhibition tells the story of {} in our city.",
    "I have a lot of respect for {}.",
    "{} are often asked that question.",
    "We interviewed {} for the programme.",
    "Crimes against {} went up last year, according to the police.",
    "My church welcomes {}.",
    "The clinic offers a course for {}.",
    "{} told the committee what they need.",
    "The school has many {} and nobody thinks twice about it.",
)


def _read(_: Path) -> Iterator[LabelledComment]:
    for number, being in enumerate(BEING):
        yield from _plain(_OF_ONE, number, being)
        yield from (LabelledComment(bare.format(being), dict.fromkeys(Attribute, False)) for bare in _BARE)
    for number, people in enumerate(PEOPLE):
        yield from _plain(_OF_MANY, number, people)


def _plain(sentences: Sequence[str], number: int, who: str) -> Iterator[LabelledComment]:
    """Two of three sentences, other ones for each term, so that no sentence is known by heart for all of them."""
    for place, sentence in enumerate(sentences):
        if (place + number) % 3:
            yield LabelledComment(sentence.format(who), dict.fromkeys(Attribute, False))


IDENTITIES = Corpus("identities", "", "this project's", _read)
