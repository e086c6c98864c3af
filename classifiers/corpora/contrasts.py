"""Sentences that differ in little but their meaning, written for this project: an attack, and beside it the same words
denied, quoted, condemned, said of a thing, or said by somebody of themselves.

Licence: that of this project. There is no file to read; sentences are put together from short lists, each group of
people with a part of the sentences. A label is given only where the sentence settles it: whether swearing at a printer
is TOXICITY is left to people's own comments.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment
from classifiers.corpora.identities import BEING, PEOPLE

_A = Attribute
_FINE = dict.fromkeys(Attribute, False)
_HATE = {_A.TOXICITY: True, _A.IDENTITY_ATTACK: True}
_HATEFUL_INSULT = _HATE | {_A.INSULT: True}
_DEADLY_HATE = _HATE | {_A.THREAT: True}
_THREAT = {_A.TOXICITY: True, _A.THREAT: True, _A.IDENTITY_ATTACK: False}
_INSULT = {_A.TOXICITY: True, _A.INSULT: True, _A.THREAT: False, _A.IDENTITY_ATTACK: False}
_SWEARING = {_A.PROFANITY: True, _A.INSULT: False, _A.THREAT: False, _A.IDENTITY_ATTACK: False, _A.SPAM: False}

_CONTEMPT = (
    "I hate {}.",
    "I can't stand {}, they make me sick.",
    "{} are disgusting.",
    "{} are animals, not human beings.",
    "{} are a disease that spreads through this country.",
    "{} ruin everything they touch.",
    "All {} are liars and thieves.",
    "There is something wrong in the head with {}.",
    "{} do not belong here.",
    "{} should go back where they came from.",
    "Nobody wants {} in this town.",
    "{} don't deserve the same rights as normal people.",
    "{} are inferior and always will be.",
    "The world would be a better place without {}.",
    "Why are there so many {} here? Kick them out.",
    "Don't trust {}, ever.",
    "I would never let {} near my children.",
    "{} are too stupid to do that job.",
    "Of course it was {} again, it always is.",
    "{} should not be allowed to vote.",
)
_HATEFUL_INSULTS = (
    "{} are filthy vermin.",
    "{} are a bunch of parasites.",
    "You {} are scum.",
    "{} are nothing but trash.",
    "{} are dirty pigs.",
    "Typical {}, dumb and lazy.",
)
_DEADLY = (
    "{} should all be shot.",
    "Somebody ought to burn down the homes of {}.",
    "I will beat up the next of those {} I meet.",
    "We should get rid of {} once and for all, by force.",
    "{} deserve to die.",
    "Round up {} and let them hang.",
)
_DENIED = (
    "I don't hate {}.",
    "I have never hated {} and never will.",
    "{} are not disgusting, they are people like you and me.",
    "{} are not animals.",
    "It is not true that {} ruin everything.",
    "Nobody here says that {} are liars.",
    "Nobody should hate {}.",
    "{} do belong here.",
    "{} deserve the same rights as everybody else.",
    "No, {} are not inferior, and they never were.",
    "Why do some people hate {}? I really do not understand it.",
    "The world would be a poorer place without {}.",
    "I trust {} as much as anybody.",
    "It makes me sad when people despise {}.",
    "{} should never be afraid to walk home.",
    "I love {}.",
    "{} are amazing.",
    "Not all {} think the same, and why should they?",
)
_CONDEMNED = (
    '"{}" Sentences like this have no place in our paper.',
    'He said "{}" and was rightly fined for it.',
    'If you write "{}" you have learned nothing from history.',
    'My grandfather used to say "{}", and he was wrong.',
    'The poster read "{}"; the police are looking for whoever put it up.',
    'A commenter wrote "{}". Please remove that, it is hateful.',
    'Whoever shouts "{}" at a child should be ashamed.',
    'I grew up hearing "{}" every day, and it hurt.',
)
_OF_ONESELF = (
    "I am a {} person and I am tired of being insulted for it.",
    "As a {} person I get called disgusting names every week.",
    "We are {}, we are proud, and we are not going anywhere.",
    "It took me years to say it out loud: I am {}, and I am fine.",
    "My {} friends and I were called animals on the bus. Nobody helped.",
    "Being {} does not make anybody stupid.",
    "You can be {} and happy.",
    "People hate me because I am {}. That is their problem.",
)
_RECLAIMED = (
    "I'm a proud dyke and my wife is one too.",
    "We dykes have been marching for forty years.",
    "Us queers have to stick together.",
    "I am queer as hell and I love it.",
    "As a fag myself I find the joke rather good.",
    "My fellow crips and I took the train to the capital.",
    "Love you, bitches, see you all on Saturday!",
    "I was called a tranny at school; today I teach there.",
    "The word queer is used with pride today.",
    "Black and proud, since 1968.",
    "Proud to be a nerd, a geek and a bit of a freak.",
    "I'm fat, and fat is not a swear word.",
)
_OTHER_MEANING = (
    "The dyke broke and the village was flooded.",
    "There is a chink in the armour of this argument.",
    "He ate a cracker with cheese.",
    "We have a Maine Coon cat.",
    "Faggots with peas are an old dish of the Midlands.",
    "She called a spade a spade.",
    "The retarded growth of the seedlings was due to the cold.",
    "The female of the species is larger.",
    "The black market for tickets is growing.",
    "The white paper was published in May.",
    "A bitch had her puppies in the barn.",
    "The cock crowed at five.",
    "Our donkey, an ass of the old breed, won a prize.",
    "Moby Dick is my favourite novel, and Dick Francis my second.",
    "They shot the film in Iceland and killed the sequel.",
    "The gay nineties were a decade of light opera.",
    "Trans fats should be banned from school meals.",
    "I'm blind drunk with joy after that match.",
    "Kill the process and start it again.",
    "The bomb of a dessert was the chocolate cake.",
)
_THINGS = (
    "Mondays", "cucumbers", "this update", "the new ticket machine", "my printer", "the ring road", "tax forms",
    "this weather", "long meetings", "plastic packaging", "the last season of that show", "leaf blowers",
)  # fmt: skip
_AT_THINGS = (
    "I hate {}.",
    "I can't stand {}.",
    "{}: disgusting.",
    "Nobody needs {}.",
    "The world would be a better place without {}.",
    "There is something wrong with {}.",
    "Get rid of {}, please.",
    "{} should be banned.",
    "{} will be the death of me.",
)
_SWEARING_AT_THINGS = (
    "The fucking printer is broken again.",
    "Holy shit, what a goal!",
    "Damn, I missed the bus.",
    "This is fucking brilliant, thank you.",
    "What the hell happened to the weather?",
    "That was a hell of a game, I'm so fucking happy.",
    "Oh shit, I forgot the milk.",
    "Fuck, it's cold today.",
    "I worked my ass off for this exam and passed.",
    "No shit, the bridge is closed again.",
    "My damn phone died.",
    "Fuck cancer.",
    "Well, crap, the shop is shut.",
    "I laughed my arse off.",
)
_INSULTS = (
    "idiot", "moron", "liar", "coward", "fool", "clown", "hypocrite", "loser", "fraud", "disgrace", "piece of trash",
    "bully", "troll", "parasite", "nobody", "pathetic little man", "ignorant hack", "waste of space",
)  # fmt: skip
_INSULTING = (
    "You are a {}.",
    "You're such a {}.",
    "What a {} you are.",
    "The author of this is a {}.",
    "Only a {} could write such a comment.",
    "Shut up, you {}.",
    "This mayor is a {} and always was.",
    "You, sir, are a {}.",
)
_NOT_INSULTING = (
    "You are not a {}.",
    "I never called you a {}.",
    "Nobody thinks you are a {}, we only disagree.",
    "Please do not call other readers a {}.",
    "I felt like a {} when I noticed my mistake.",
    'He called me a "{}" and later apologised.',
    "I don't believe the mayor is a {}, but I do think the plan is bad.",
    "In the play she is cast as a {}.",
)
_THREATS = (
    "I will kill you.",
    "I'm going to find you and break your legs.",
    "I know where you live, and I am coming tonight.",
    "You will pay for this with your blood.",
    "Somebody should shoot you.",
    "I hope you get cancer and die.",
    "Watch your back on the way home.",
    "One more article like this and we burn your office down.",
    "People like you deserve a bullet.",
    "I'd love to see you hanged.",
    "If I ever meet you, you are dead.",
    "I will smash your face in.",
    "Your family will regret this, I promise you that.",
    "Go and kill yourself.",
)
_NO_THREATS = (
    "The killer was sentenced to life.",
    "I will kill for a cup of coffee now.",
    "This heat is killing me.",
    "He was shot dead in front of his house, the poor man.",
    "She died of cancer last spring.",
    "I'm dying to read the next chapter.",
    "You killed it on stage last night, congratulations!",
    "The new law may kill small bookshops.",
    "They burned the midnight oil to get it done.",
    "If I don't eat soon I will die of hunger.",
    "The army threatened to shoot; nobody was hurt.",
    "Two people were stabbed; I hope they recover.",
    "I would never hurt you or anybody else.",
    "Nobody should be threatened for what they write.",
    "Knock them dead tomorrow, you will be great.",
    "Watch your step on the way home, it is icy.",
    "We will fight this bill in court and at the ballot box.",
    "The team was slaughtered, five to nil.",
)
_ABOUT = (
    "The article describes how {} were attacked and threatened with death.",
    "Hatred of {} is on the rise, the ministry warns.",
    "Slurs against {} were sprayed on the wall. Shameful.",
    "The man who called {} vermin lost his seat.",
    "It is illegal to refuse a job to {}.",
    "Violence against {} must stop.",
    "They murdered {} in that war, and we must not forget it.",
    "To insult {} is not an opinion.",
)
_KEEPS_HATE = (
    "I'm not prejudiced, but {} are just dirty.",
    "No offence, but {} should leave this country.",
    "I know I'm not supposed to say it: {} disgust me.",
    "Some of my friends say otherwise, but {} can't be trusted.",
    "You know what? {} had it coming.",
    "Imagine letting {} teach our kids. Sick.",
)


def _read(_: Path) -> Iterator[LabelledComment]:
    for number, people in enumerate(PEOPLE):
        yield from _some(_CONTEMPT, number, people, _HATE, 3)
        yield from _some(_KEEPS_HATE, number, people, _HATE, 3)
        yield from _some(_HATEFUL_INSULTS, number, people, _HATEFUL_INSULT, 3)
        yield from _some(_DEADLY, number, people, _DEADLY_HATE, 3)
        yield from _some(_DENIED, number, people, _FINE, 3)
        yield from _some(_ABOUT, number, people, _FINE, 3)
        for place, frame in enumerate(_CONDEMNED):
            attack = (_CONTEMPT + _HATEFUL_INSULTS)[(number * 5 + place * 7) % 26].format(people)
            if (place + number) % 3 == 0:
                yield LabelledComment(frame.format(attack), _FINE)
    for number, being in enumerate(BEING):
        yield from _some(_OF_ONESELF, number, being, _FINE, 3)
    for number, insult in enumerate(_INSULTS):
        yield from _some(_INSULTING, number, insult, _INSULT, 2)
        yield from _some(_NOT_INSULTING, number, insult, _FINE, 2)
    for number, thing in enumerate(_THINGS):
        yield from _some(_AT_THINGS, number, thing, _FINE, 2)
    for sentences, labels in (
        (_RECLAIMED, {_A.TOXICITY: False, _A.IDENTITY_ATTACK: False, _A.INSULT: False, _A.THREAT: False}),
        (_OTHER_MEANING, _FINE),
        (_SWEARING_AT_THINGS, _SWEARING),
        (_THREATS, _THREAT),
        (_NO_THREATS, _FINE),
    ):
        yield from (LabelledComment(sentence, labels) for sentence in sentences)


def _some(
    sentences: Sequence[str], number: int, who: str, labels: dict[Attribute, bool], every: int
) -> Iterator[LabelledComment]:
    for place, sentence in enumerate(sentences):
        if (place + number) % every == 0:
            yield LabelledComment(sentence.format(who), labels)


CONTRASTS = Corpus("contrasts", "", "this project's", _read)
