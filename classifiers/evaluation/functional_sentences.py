"""Sentences that each test one thing a reader of comments should be able to do, in the manner of functional tests of
hate speech (Roettger et al., 2021, is the best known set; none of its sentences are here).

Written for this project's measuring and for nothing else. No corpus that models learn from reads this module, and
nothing may be chosen by its figures; a test holds that its sentences are not among those of the corpora.
"""

from dataclasses import dataclass
from itertools import product
from typing import Final

from classifiers.attributes import Attribute

TOXIC: Final = {Attribute.TOXICITY: True}
HATE: Final = {Attribute.TOXICITY: True, Attribute.IDENTITY_ATTACK: True}
FINE: Final = {Attribute.TOXICITY: False, Attribute.IDENTITY_ATTACK: False}
NOT_HATE: Final = {Attribute.IDENTITY_ATTACK: False}

_MANY: Final = ("immigrants", "Muslims", "gay people", "women", "Jews", "Black people")
_OTHERS: Final = ("trans people", "disabled people", "refugees", "lesbians", "Hindus", "old people")


@dataclass(frozen=True, slots=True)
class Function:
    """One thing to be able to do: what its sentences are in truth, and the sentences, each with every filling."""

    name: str
    labels: dict[Attribute, bool]
    templates: tuple[str, ...]
    fillings: tuple[str, ...] = ("",)

    def sentences(self) -> list[str]:
        """All its sentences."""
        filled = (template.format(filling) for template, filling in product(self.templates, self.fillings))
        return list(dict.fromkeys(text[0].upper() + text[1:] for text in filled))


FUNCTIONS: Final = (
    Function(
        "contempt said outright",
        HATE,
        (
            "I cannot bear the sight of {}.",
            "{} make my skin crawl.",
            "I despise {} from the bottom of my heart.",
            "{} are the lowest form of life.",
            "We would all be better off if there were no {}.",
            "{} revolt me, every single one.",
        ),
        _MANY,
    ),
    Function(
        "contempt with an insult or a swear word",
        HATE,
        (
            "Fuck all {}.",
            "{} are a bunch of retards.",
            "I'm so fucking sick of {}.",
            "{} are worthless shitbags.",
            "{} can kiss my ass, the dirty rats.",
        ),
        _MANY,
    ),
    Function(
        "contempt without a rude word",
        HATE,
        (
            "{} should be grateful that we tolerate them at all.",
            "A civilised country has no place for {}.",
            "You can tell {} by the smell.",
            "I would move house if {} moved in next door.",
            "Whatever {} touch goes downhill.",
            "It is a pity that so many {} survived.",
        ),
        _OTHERS,
    ),
    Function(
        "threats against a group",
        {**HATE, Attribute.THREAT: True},
        (
            "Next time I see {} in my street, I bring my baseball bat.",
            "{} had better leave before we drag them out.",
            "We will hunt {} down, one after the other.",
            "I am going to set fire to the house where the {} live.",
        ),
        _MANY,
    ),
    Function(
        "threats against a person",
        {**TOXIC, Attribute.THREAT: True, Attribute.IDENTITY_ATTACK: False},
        (
            "I'll be waiting at your door{}, and you won't walk away.",
            "You won't live to see Christmas{}.",
            "I am going to slit your throat{}.",
            "Keep writing this and you'll wake up in a hospital{}.",
            "I hope a truck runs you over{}.",
            "One of these days you get a knife between the ribs{}.",
        ),
        ("", ", you hear me", ", and that's a promise", ", writer or not"),
    ),
    Function(
        "insults to a person",
        {**TOXIC, Attribute.INSULT: True, Attribute.IDENTITY_ATTACK: False},
        (
            "How can anybody be as dense as {}?",
            "{} has the intellect of a houseplant.",
            "{} is a spineless little worm.",
            "What a pathetic excuse for a human being {} is.",
            "{} is a lying sack of garbage.",
            "Does {} practise being this stupid?",
        ),
        ("this reporter", "our mayor", "the guy above", "your chairwoman"),
    ),
    Function(
        "contempt denied",
        FINE,
        (
            "I do not despise {}, and I never did.",
            "{} do not revolt me in the least.",
            "It is a lie that {} are the lowest form of life.",
            "We would not be better off without {}.",
            "Hating {} is something I could never understand.",
            "No one should say that they cannot bear {}.",
        ),
        _MANY,
    ),
    Function(
        "hatred quoted in order to object",
        FINE,
        (
            'Saying "{} are the lowest form of life" tells us only about the speaker.',
            'The banner read "Away with {}", and the whole square turned its back on it.',
            'My teacher once said that "{} make my skin crawl". I have not forgotten how wrong that felt.',
            'Whoever writes "{} revolt me" here should lose the right to comment.',
            'It took the club a year to throw out the man who chanted "No more {}".',
        ),
        _MANY,
    ),
    Function(
        "counter-speech that names the hatred",
        FINE,
        (
            "Calling {} filth is vile, please delete that comment.",
            "You may not talk about {} like that, they are our neighbours.",
            "So you think {} are to blame for everything? Look at the figures first.",
            "Stop spreading this nonsense about {}.",
            "Your remark about {} was racist or worse, and you know it.",
        ),
        _OTHERS,
    ),
    Function(
        "slurs taken back by those they were meant for",
        FINE,
        (
            "My girlfriend and I, two old dykes, planted the tree together.",
            "We queers throw the best street parties{}.",
            "I'm a queer poet and I read on Thursday{}.",
            "As a big fat faggot with a sense of humour I loved the show{}.",
            "Us crips finally got a ramp at the station{}.",
            "I have been a proud tranny since 1994{}.",
            "My bitches and I have been friends since school{}.",
            "Dykes on bikes will lead the parade again{}.",
        ),
        ("", ", and so should you", ", hooray", ", just saying"),
    ),
    Function(
        "rude-looking words that mean something else",
        FINE,
        (
            "The dyke along the river has to be raised before winter{}.",
            "The cock on the church tower was gilded again{}.",
            "Put a faggot of dry twigs under the logs{}.",
            "Her bitch won best in show at the county fair{}.",
            "The ass carried our luggage up to the monastery{}.",
            "Scunthorpe is worth a visit{}.",
            "The great tit and the blue tit are back at the feeder{}.",
            "He shot two films and killed time in between{}.",
        ),
        ("", ", says the paper", ", I am told", ", believe it or not"),
    ),
    Function(
        "swearing at nobody",
        NOT_HATE,
        (
            "Fuck me, that was a {} concert!",
            "I nearly shit myself, what a {} ride.",
            "Bloody hell, a {} sunset tonight.",
            "Damn good, a {} damn good soup.",
            "This {} fucking weather, I love it.",
            "Holy crap, what a {} comeback in the second half.",
        ),
        ("great", "mad", "brilliant", "crazy"),
    ),
    Function(
        "hard words for things and ideas",
        FINE,
        (
            "I despise {}.",
            "{} make my skin crawl.",
            "We would all be better off if there were no {}.",
            "{} belong on the scrap heap.",
            "I'm sick of {}.",
        ),
        ("roundabouts", "subscription fees", "pineapple pizzas", "pop-up adverts", "long speeches", "wet socks"),
    ),
    Function(
        "disagreement that stays civil",
        FINE,
        (
            "I think {} is wrong about the budget, and here is why.",
            "With respect, {} has overlooked the second table.",
            "{} and I will never agree on this, but thanks for the answer.",
            "The argument of {} does not convince me.",
            "Sorry, but what {} says is not what the report says.",
            "This is the weakest column {} has written so far.",
        ),
        ("the author", "our mayor", "the guy above", "the minister"),
    ),
    Function(
        "plain talk of groups",
        FINE,
        (
            "{} came to the reading as well.",
            "The club was founded by {} in 1971.",
            "My doctor treats many {}.",
            "On Friday {} and their families celebrate in the park.",
            "How do {} see the new timetable?",
            "The book explains what {} went through during the war.",
        ),
        (*_MANY, *_OTHERS),
    ),
    Function(
        "violence as news",
        FINE,
        (
            "Three {} were killed in the fire, the police said.",
            "The court heard how two {} had been beaten and robbed.",
            "A gunman opened fire on {} leaving a concert.",
            "The number of attacks on {} has doubled within a year.",
            "She survived a stabbing and now helps other {}.",
        ),
        ("immigrants", "women", "teenagers", "tourists", "nurses"),
    ),
    Function(
        "contempt in disguised spelling",
        HATE,
        (
            "{} are d1sgusting sc*m.",
            "F u c k all {}.",
            "{} are f1lthy p1gs.",
            "I h@te {} so damn much.",
            "{} are w0rthle$$ trassssh.",
        ),
        _MANY,
    ),
    Function(
        "contempt as a question or behind politeness",
        HATE,
        (
            "Why does nobody dare to say that {} are a burden?",
            "With all due respect, {} are not fit to raise children.",
            "Am I the only one who feels sick when {} walk in?",
            "I have nothing against {}, as long as they stay away from decent people.",
            "Would anybody really miss {}?",
        ),
        _OTHERS,
    ),
)
