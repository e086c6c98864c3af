"""What people do to a comment so that a machine should not see what it says; made afresh from a seed, for measuring.

A trick changes a word or a whole text. All of them leave the text readable to a person, which is what makes them
disguises.
"""

import re
from collections.abc import Callable
from random import Random
from typing import Final

Trick = Callable[[str, Random], str]

_PLAIN: Final = "abcdefghijklmnopqrstuvwxyz"
_LEET: Final = {"a": "4", "e": "3", "i": "1", "o": "0", "s": "5", "t": "7", "b": "8", "g": "9", "l": "1"}
_SIGNS: Final = {"a": "@", "i": "!", "s": "$", "t": "+", "l": "|", "e": "€", "o": "0"}
_CYRILLIC: Final = dict(zip("aceopxyijsh", "асеорхуіјѕһ", strict=True))
_GREEK: Final = dict(zip("aoiktuvpx", "αοικτυνρχ", strict=True))
_SMALL_CAPITALS: Final = dict(zip("abcdefghijklmnoprtuvwyz", "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢ", strict=True))
_EMOJI: Final = ("😀", "🔥", "❤️", "👍🏽", "🙏", "💀", "✨", "👩‍🚀")
_MARKS: Final = tuple(map(chr, range(0x0300, 0x0370)))
_KIND: Final = (
    "Thank you for this thoughtful article.",
    "I really enjoyed reading the whole piece.",
    "The photographs are lovely and the writing is clear.",
    "My family had a wonderful time at the fair last weekend.",
    "I hope everyone has a great day.",
    "The council did a fine job with the new park.",
    "It is good to see neighbours helping each other.",
    "The recipe worked well and the soup was delicious.",
    "We walked along the river and watched the boats come in.",
    "Our teacher explained the numbers with great patience.",
)


def _mapped(letters: dict[str, str], share: float = 1.0) -> Trick:
    """Letters replaced by the table, each with the given probability."""

    def change(word: str, random: Random) -> str:
        return "".join(
            letters[letter.lower()] if letter.lower() in letters and random.random() < share else letter
            for letter in word
        )

    return change


def _alphabet(first: str) -> dict[str, str]:
    """The letters of one of Unicode's further Latin alphabets, whose `a` or `A` is given."""
    return {letter: chr(ord(first) + number) for number, letter in enumerate(_PLAIN)}


def _between(*separators: str) -> Trick:
    def change(word: str, random: Random) -> str:
        return random.choice(separators).join(word)

    return change


def _after_each(*added: str) -> Trick:
    def change(word: str, random: Random) -> str:
        return "".join(letter + random.choice(added) for letter in word)

    return change


def _once_inside(*added: str) -> Trick:
    def change(word: str, random: Random) -> str:
        if len(word) < 4:
            return word
        place = random.randrange(1, len(word) - 1)
        return word[:place] + random.choice(added) + word[place:]

    return change


def _stretched(word: str, random: Random) -> str:
    place = random.randrange(len(word))
    return word[:place] + word[place] * random.randint(3, 7) + word[place + 1 :]


def _all_stretched(word: str, random: Random) -> str:
    return "".join(letter * random.randint(1, 5) for letter in word)


def _zalgo(word: str, random: Random) -> str:
    return "".join(letter + "".join(random.choices(_MARKS, k=random.randint(1, 8))) for letter in word)


def _swapped_case(word: str, random: Random) -> str:
    return "".join(letter.upper() if random.random() < 0.5 else letter.lower() for letter in word)


def _vowel_masked(word: str, random: Random) -> str:
    vowels = [place for place, letter in enumerate(word) if place and letter.lower() in "aeiou"]
    if not vowels:
        return word
    place = random.choice(vowels)
    return word[:place] + random.choice("*#") + word[place + 1 :]


def _middle_masked(word: str, _: Random) -> str:
    return word[0] + "*" * (len(word) - 2) + word[-1] if len(word) in {4, 5} else word


def _regional(word: str, _: Random) -> str:
    # Something invisible between them, or each two would become a flag.
    return "\u200b".join(chr(0x1F1E6 + _PLAIN.index(letter)) if letter in _PLAIN else letter for letter in word.lower())


# Done to words.
WORD_TRICKS: Final[dict[str, Trick]] = {
    "digits for letters": _mapped(_LEET),
    "some digits for letters": _mapped(_LEET, 0.5),
    "signs for letters": _mapped(_SIGNS),
    "Cyrillic letters": _mapped(_CYRILLIC),
    "Greek letters": _mapped(_GREEK),
    "Cyrillic and Greek mixed": _mapped(_GREEK | _CYRILLIC, 0.6),
    "full-width letters": _mapped(_alphabet("ａ")),
    "mathematical bold": _mapped(_alphabet("\U0001d41a")),
    "mathematical script": _mapped(_alphabet("\U0001d4ea")),
    "mathematical monospace": _mapped(_alphabet("\U0001d68a")),
    "circled letters": _mapped(_alphabet("ⓐ")),
    "squared letters": _mapped(_alphabet("\U0001f130")),
    "white on black letters": _mapped(_alphabet("\U0001f170")),
    "small capitals": _mapped(_SMALL_CAPITALS),
    "flag letters": _regional,
    "zero width": _after_each("\u200b", "\u200c", "\u200d", "\u2060"),
    "soft hyphens": _after_each("\u00ad"),
    "direction marks": _after_each("\u202e", "\u202c", "\u2066", "\u200f"),
    "one accent a letter": _after_each("\u0301", "\u0308", "\u0330"),
    "marks piled up": _zalgo,
    "one letter stretched": _stretched,
    "all letters stretched": _all_stretched,
    "blanks between letters": _between(" "),
    "dots between letters": _between(".", " . "),
    "dashes between letters": _between("-", " - "),
    "underscores between letters": _between("_"),
    "stars between letters": _between("*"),
    "emoji between letters": _between(*_EMOJI),
    "emoji inside": _once_inside(*_EMOJI),
    "a sign inside": _once_inside(".", "-", "_", "*", "~", "|", "·"),
    "a vowel masked": _vowel_masked,
    "the middle masked": _middle_masked,
    "mixed case": _swapped_case,
}

# Done to the words that would be found, and to no others.
FOR_RUDE_WORDS: Final = frozenset(("a vowel masked", "the middle masked"))


def _padded(before: int, after: int) -> Trick:
    def change(text: str, random: Random) -> str:
        kind = [random.choice(_KIND) for _ in range(before + after)]
        return " ".join((*kind[:before], text, *kind[before:]))

    return change


def _capitals(text: str, _: Random) -> str:
    return text.upper()


def _underscored(text: str, _: Random) -> str:
    return text.replace(" ", "_")


def _hashtag(text: str, _: Random) -> str:
    return "#" + re.sub(r"[^\w']|_", "", text).replace("'", "").lower()


def _among_emoji(text: str, random: Random) -> str:
    return " ".join(part for word in text.split(" ") for part in (word, random.choice(_EMOJI)))


def _letter_by_letter(text: str, _: Random) -> str:
    return "   ".join(" ".join(word) for word in text.split(" "))


# Done to the whole text.
TEXT_TRICKS: Final[dict[str, Trick]] = {
    "capitals": _capitals,
    "underscores for blanks": _underscored,
    "one hashtag": _hashtag,
    "emoji after each word": _among_emoji,
    "everything letter by letter": _letter_by_letter,
    "two kind sentences before": _padded(2, 0),
    "two kind sentences after": _padded(0, 2),
    "ten kind sentences before": _padded(10, 0),
    "ten kind sentences around": _padded(5, 5),
    "thirty kind sentences around": _padded(15, 15),
}
