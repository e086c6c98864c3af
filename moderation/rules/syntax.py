"""From text to tree.

    zone "Europe/Berlin"
    rule "Links from newcomers"
      when links.count >= 2 and author.approved < 3
      then hold, tag "newcomer links"

Reading goes on at the next rule after a mistake, so that all mistakes are told at once. Depth and length are bounded,
so that no text takes more than its share of time or stack.
"""

from moderation.rules.grammar import ACTS, DEEPEST, INSTEAD, LONGEST, MOST_RULES, SECONDS, SIGNS, UNFIT, WORDS
from moderation.rules.mistake import MOST_MISTAKES, Mistake, Place, RulesInvalid, did_you_mean
from moderation.rules.tokens import Kind, Token, tokens_of
from moderation.rules.tree import (
    Act,
    Action,
    All,
    Any,
    Comparison,
    Condition,
    Document,
    Listing,
    Literal,
    Name,
    Not,
    Operand,
    Pattern,
    Rule,
    Truth,
    Type,
)


def parse(text: str) -> Document:
    """The tree of these rules; RulesInvalid with every mistake of their grammar."""
    if len(text) > LONGEST:
        message = f"The rules have {len(text)} characters; there may be {LONGEST}."
        raise RulesInvalid(text, [Mistake(Place(LONGEST, len(text)), message)])
    if (odd := UNFIT.search(text)) is not None:
        message = "This is no sign of a text: NUL, or half of a surrogate pair."
        raise RulesInvalid(text, [Mistake(Place(*odd.span()), message)])
    tokens, mistakes = tokens_of(text)
    parser = _Parser(tokens)
    document = parser.document()
    if mistakes or parser.mistakes:
        raise RulesInvalid(text, mistakes or parser.mistakes)
    return document


class _StoppedError(Exception):
    """The rule that is being read has a mistake; it has been noted."""


class _Parser:
    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._next = 0
        self._depth = 0
        self.mistakes: list[Mistake] = []

    def document(self) -> Document:
        zone: Literal | None = None
        rules: list[Rule] = []
        while self._peek().kind is not Kind.END and len(self.mistakes) < MOST_MISTAKES:
            begun = self._next
            try:
                if self._peek().text == "zone" and not rules and zone is None:
                    self._take()
                    zone = self._text("a time zone", 'Such as zone "Europe/Berlin".')
                else:
                    rules.append(self._rule())
                    if len(rules) > MOST_RULES:
                        raise self._stopped(rules[-1].place, f"There may be {MOST_RULES} rules.")
            except _StoppedError:
                self._to_next_rule(begun)
        return Document(tuple(rules), zone)

    def _rule(self) -> Rule:
        tried = self._accept("try") is not None
        if self._accept("rule") is None:
            hint = 'A rule reads: rule "Name" when ... then hold' if not tried else 'Write try rule "Name" when ...'
            found = self._peek()
            raise self._stopped(
                found.place, f"A rule was expected, not {found.named}.", self._meant(found, WORDS) or hint
            )
        name = self._text("the rule's name", 'A rule reads: rule "Name" when ... then hold')
        if not 1 <= len(str(name.value).strip()) <= 100:
            raise self._stopped(name.place, "A rule's name has 1 to 100 characters.")
        self._expect("when", "then comes the condition: when links.count >= 2")
        condition = self._condition()
        self._expect("then", "then comes what is done: then hold")
        actions = [self._action()]
        while self._accept(","):
            actions.append(self._action())
        after = self._peek()
        if after.kind is not Kind.END and after.text not in ("try", "rule"):
            hint = self._meant(after, ("try", "rule", "saying")) or "Actions are separated by commas."
            raise self._stopped(after.place, f"The rule cannot go on with {after.named}.", hint)
        return Rule(str(name.value).strip(), condition, tuple(actions), name.place, tried)

    # Actions

    def _action(self) -> Action:
        token = self._peek()
        if token.kind is not Kind.WORD or token.text not in ACTS:
            hint = self._meant(token, ACTS) or "There are hold, reject, approve, flag, tag and slow down."
            raise self._stopped(token.place, f"A rule cannot {token.named}.", hint)
        self._take()
        if token.text == "tag":
            tag = self._text("the tag", 'Such as tag "politics".')
            if not 1 <= len(str(tag.value).strip()) <= 40:
                raise self._stopped(tag.place, "A tag has 1 to 40 characters.")
            return Action(Act.TAG, token.place.to(tag.place), tag=str(tag.value).strip())
        act, seconds = Act.SLOW_DOWN if token.text == "slow" else Act(token.text), 0
        if act is Act.SLOW_DOWN:
            self._expect("down", "The action is called slow down: slow down 5 minutes")
            seconds = self._pause(token)
        saying = self._text("what the author is told", 'Such as saying "..."') if self._accept("saying") else None
        if saying is not None and act in (Act.APPROVE, Act.FLAG):
            raise self._stopped(saying.place, f"An author is not told of {act.value}.", "Leave out saying.")
        if saying is not None and not 1 <= len(str(saying.value).strip()) <= 300:
            raise self._stopped(saying.place, "What an author is told has 1 to 300 characters.")
        said = None if saying is None else str(saying.value).strip()
        return Action(act, token.place, seconds=seconds, saying=said)

    def _pause(self, token: Token) -> int:
        found = self._operand()
        if not isinstance(found, Literal) or found.type is not Type.DURATION:
            raise self._stopped(found.place, "How long an author waits is a duration.", "Such as slow down 5 minutes.")
        seconds = int(float(str(found.value)))
        if not 1 <= seconds <= 86_400:
            raise self._stopped(token.place.to(found.place), "An author can be slowed down by 1 second to 1 day.")
        return seconds

    # Conditions

    def _condition(self) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._stopped(self._peek().place, f"Conditions may stand {DEEPEST} deep in one another.")
        first = self._negation()
        joint = self._peek()
        parts = [first]
        while joint.text in ("and", "or") and self._accept(joint.text) is not None:
            parts.append(self._negation())
        other = self._peek()
        if len(parts) > 1 and other.text in ("and", "or"):
            hint = "Say what belongs together with parentheses: a and (b or c)."
            raise self._stopped(other.place, "This mixes and with or.", hint)
        self._depth -= 1
        if len(parts) == 1:
            return first
        return All(tuple(parts)) if joint.text == "and" else Any(tuple(parts))

    def _negation(self) -> Condition:
        denied = self._accept("not")
        if denied is None:
            return self._single()
        if self._peek().text == "not":
            raise self._stopped(self._peek().place, "Twice not is nothing.", "Leave both out.")
        inner = self._single()
        return Not(inner, denied.place.to(inner.place))

    def _single(self) -> Condition:
        if self._accept("("):
            inside = self._condition()
            self._expect(")", "A parenthesis that was opened must be closed.")
            return inside
        left = self._operand()
        denied = self._accept("not")
        sign = self._peek()
        if sign.text in ("in", "contains", "matches") or (denied is None and sign.text in SIGNS):
            self._take()
            right = self._operand()
            compared = Comparison(left, SIGNS.get(sign.text, sign.text), right, sign.place)
            return compared if denied is None else Not(compared, compared.place)
        if denied is not None:
            raise self._stopped(
                sign.place, "Behind this not comes in, contains or matches.", "Or write it before the field."
            )
        if isinstance(left, Name):
            if (hint := self._comparing(sign)) and sign.kind is Kind.WORD:
                raise self._stopped(sign.place, f"{sign.named} compares nothing.", hint)
            return Truth(left)
        hint = "Such as >= 3, in [...], contains ..., matches /.../"
        raise self._stopped(sign.place, f"A comparison was expected, not {sign.named}.", hint)

    def _operand(self) -> Operand:
        token = self._peek()
        match token.kind:
            case Kind.TEXT:
                return Literal(self._take().value, Type.TEXT, token.place)
            case Kind.PATTERN:
                return Pattern(self._take().value, token.place)
            case Kind.NUMBER:
                return self._number(self._take())
            case Kind.WORD if token.text in ("true", "false"):
                return Literal(self._take().text == "true", Type.TRUTH, token.place)
            case Kind.WORD if token.text not in WORDS:
                return Name(self._take().text, token.place)
            case Kind.SIGN if token.text == "[":
                return self._listing(self._take())
        raise self._stopped(token.place, f"A field or a value was expected, not {token.named}.")

    def _number(self, token: Token) -> Literal:
        if len(token.text) > 16:
            raise self._stopped(token.place, "This number is too long.")
        value = float(token.text.rstrip("%")) / (100 if token.text.endswith("%") else 1)
        unit = self._peek()
        seconds = SECONDS.get(unit.text.removesuffix("s")) if unit.kind is Kind.WORD else None
        if seconds is not None and not token.text.endswith("%"):
            self._take()
            return Literal(value * seconds, Type.DURATION, token.place.to(unit.place))
        return Literal(value, Type.NUMBER, token.place)

    def _listing(self, opened: Token) -> Listing:
        items: list[Literal] = []
        while True:
            item = self._operand() if self._peek().text != "[" else Listing((), self._peek().place)
            if not isinstance(item, Literal):
                raise self._stopped(item.place, "A list holds texts or numbers.", 'Such as ["one", "two"].')
            items.append(item)
            if self._accept(","):
                continue
            closed = self._expect("]", "A list that was opened must be closed.")
            return Listing(tuple(items), opened.place.to(closed.place))

    # Tokens

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next = min(self._next + 1, len(self._tokens) - 1)
        return token

    def _accept(self, text: str) -> Token | None:
        token = self._peek()
        return self._take() if token.text == text and token.kind in (Kind.WORD, Kind.SIGN) else None

    def _expect(self, text: str, hint: str) -> Token:
        token = self._accept(text)
        if token is None:
            found = self._peek()
            raise self._stopped(
                found.place, f"{text} was expected, not {found.named}.", self._meant(found, (text,)) or hint
            )
        return token

    def _text(self, what: str, hint: str) -> Literal:
        token = self._peek()
        if token.kind is not Kind.TEXT:
            raise self._stopped(
                token.place, f"{what[:1].upper()}{what[1:]} was expected in quotes, not {token.named}.", hint
            )
        self._take()
        return Literal(token.value, Type.TEXT, token.place)

    def _meant(self, found: Token, words: tuple[str, ...]) -> str:
        return did_you_mean(found.text.lower(), words) if found.kind is Kind.WORD else ""

    def _comparing(self, found: Token) -> str:
        """Which comparison was probably meant."""
        if found.text in INSTEAD:
            return f"Write {INSTEAD[found.text]}."
        return "" if found.text in ("and", "or", "then") else self._meant(found, ("in", "contains", "matches"))

    def _stopped(self, place: Place, message: str, hint: str = "") -> _StoppedError:
        self.mistakes.append(Mistake(place, message, hint))
        return _StoppedError()

    def _to_next_rule(self, begun: int) -> None:
        self._depth = 0
        if self._next == begun:
            self._take()
        while self._peek().kind is not Kind.END and self._peek().text not in ("try", "rule"):
            self._take()
