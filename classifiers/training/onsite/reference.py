"""Texts whose scores show how far a site's model has moved from the frozen one: written for this, never trained on."""

from typing import Final

from classifiers import DEFAULTS, load
from classifiers.training.onsite.lesson import Text

REFERENCE: Final = {
    "en": (
        "Thank you for explaining this so clearly.",
        "I disagree with the author, but the figures are right.",
        "Does anybody know when the library opens again?",
        "The bus was late for the third time this week.",
        "My grandmother used to bake bread like that.",
        "The council should publish the minutes of its meeting.",
        "We visited the museum last summer and loved it.",
        "This law will hurt small shops more than big ones.",
        "I am a Muslim and I vote for the Greens.",
        "Gay couples have lived in our street for thirty years.",
        "The referee made a mistake, it happens.",
        "Prices have doubled since the spring and wages have not.",
        "Moderators, please look at the reply above.",
        "Why was my comment removed yesterday?",
        "That film was too long and the ending made no sense.",
        "Could you add a source for the second paragraph?",
        "Nobody asked the people who live here.",
        "What a terrible idea, it will cost us millions.",
        "He lost the match because he was tired.",
        "She is the best mayor this town ever had.",
        "You are a complete idiot.",
        "Shut up, you stupid clown, nobody wants you here.",
        "People like you should be beaten in the street.",
        "I will find you and break your legs.",
        "These immigrants are vermin and belong in cages.",
        "All women are liars and too dumb to vote.",
        "What a pathetic loser, go back to your hole.",
        "The author is a corrupt piece of garbage.",
        "Kill yourself, the world would be better for it.",
        "Disgusting scum, every single one of you.",
        "Damn, that was a good game.",
        "This weather is a pain in the ass.",
        "Holy crap, the view from up there!",
        "The whole damn budget is gone again.",
        "Buy cheap watches at our shop, click now.",
        "Earn 500 dollars a day from home, write to me.",
    ),
    "de": (
        "Danke für die klare Erklärung.",
        "Ich sehe das anders, aber die Zahlen stimmen.",
        "Weiß jemand, wann die Bibliothek wieder öffnet?",
        "Der Bus kam diese Woche schon zum dritten Mal zu spät.",
        "Die Stadt sollte das Protokoll veröffentlichen.",
        "Warum wurde mein Kommentar gestern gelöscht?",
        "Du bist ein kompletter Idiot.",
        "Halt die Klappe, du dummer Clown.",
        "Ich finde dich und breche dir die Beine.",
        "Dieses Pack gehört eingesperrt.",
    ),
}


def reference_texts() -> list[Text]:
    """The texts with what the released models say of them, of each language that has one."""
    found = []
    for language, texts in REFERENCE.items():
        if language in DEFAULTS:
            scored = load(DEFAULTS[language]).score(texts)
            found += [Text(text, scores) for text, scores in zip(texts, scored, strict=True)]
    return found
