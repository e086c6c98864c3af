"""Plain German sentences about who people are, written for this project; `classifiers.corpora.identities` says why.

Licence: that of this project. There is no file to read.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment

_BEING = (
    "schwul", "lesbisch", "bisexuell", "queer", "homosexuell", "trans", "muslimisch", "jüdisch", "katholisch",
    "evangelisch", "schwarz", "türkisch", "arabisch", "syrisch", "polnisch", "russisch", "deutsch", "behindert",
    "blind", "taub", "autistisch", "alt", "jung", "arm", "obdachlos",
)  # fmt: skip
_PEOPLE = (
    "Schwule", "Lesben", "Homosexuelle", "Transpersonen", "Muslime", "Juden", "Christen", "Katholiken", "Türken",
    "Araber", "Syrer", "Afghanen", "Polen", "Russen", "Afrikaner", "Schwarze", "Flüchtlinge", "Migranten", "Ausländer",
    "Asylbewerber", "Frauen", "Männer", "Behinderte", "Rentner", "Obdachlose", "Deutsche", "Sinti und Roma",
)  # fmt: skip
_OF_ONE = (
    "Ich bin {}.",
    "Meine Nachbarin ist {}.",
    "Unser Bürgermeister ist {}, und das ist gut so.",
    "Mein bester Freund hat mir gestern erzählt, dass er {} ist.",
    "Was heißt es eigentlich, in dieser Stadt {} zu sein?",
    "Sie sagt offen, dass sie {} ist.",
)
_OF_MANY = (
    "{} leben auch hier.",
    "{} zahlen Steuern wie alle anderen.",
    "{} haben dieselben Rechte wie wir alle.",
    "Wie viele {} wohnen in unserem Landkreis?",
    "Die Studie hat {} zu ihrer Wohnung befragt.",
    "Gewalt gegen {} muss aufhören.",
    "Viele {} haben nach dem Hochwasser geholfen.",
    "Ich arbeite jeden Tag mit Leuten zusammen, darunter {}.",
)


def _read(_: Path) -> Iterator[LabelledComment]:
    for words, sentences in ((_BEING, _OF_ONE), (_PEOPLE, _OF_MANY)):
        for word, sentence in product(words, sentences):
            yield LabelledComment(sentence.format(word), dict.fromkeys(Attribute, False))


IDENTITIES_GERMAN = Corpus("identities_german", "", "this project's", _read)
