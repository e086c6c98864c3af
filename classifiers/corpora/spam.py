"""Comments under videos, advertising or not (YouTube Spam Collection, Alberto et al., 2015), and advertising as it
turns up under articles, written for this project beside honest comments that also name a price, a link or a channel.
SPAM only.

Licence: CC BY 4.0 for the collection, that of this project for the rest.
"""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

from classifiers.attributes import Attribute
from classifiers.corpora.comment import Corpus, LabelledComment, rows

_OFFERS = (
    "Earn {} a day working from home, visit {}",
    "I make {} a week from my laptop and you can too! Details at {}",
    "My sister-in-law makes {} an hour online. Check {}",
    "Best online casino, {} bonus without deposit: {}",
    "Invest {} in crypto today and double it in a week, contact me at {}",
    "Cheap pills without prescription, only {}, order now at {}",
    "Get {} followers fast and safe, {}",
    "Replica watches from {}, free shipping worldwide, {}",
    "Need a loan? Up to {} in 24 hours, no questions asked, {}",
    "Thank you Dr. Ahmed for bringing my lover back, he only took {}. Reach him on {}",
    "Our SEO team brings your site to page one for {}: {}",
    "Hot singles near you, join for {} at {}",
    "Recover your stolen bitcoin, I got back {} thanks to {}",
    "Nice post! I also write about this on my blog, win {} at {}",
    "Essay writing service, {} per page, plagiarism free, {}",
    "Sign up with my code and we both get {} {}",
)
_SUMS = ("$500", "$27,000", "1000 euros", "$85", "10k")
_PLACES = (
    "www.best-income4u.biz",
    "http://bit.example/x7Qk",
    "whatsapp +1 555 0100",
    "telegram @fastprofit",
    "my profile",
)
_HONEST = (
    "I paid {} for mine, and it broke after a week.",
    "The ticket costs {}, which is too much for a family.",
    "The city's own page has the figures: https://city.example.org/budget, and {} is what the bridge costs.",
    "My rent went up by {} last year.",
    "Interesting channel, I watched two of the older videos as well.",
    "He won {} at the casino and lost it the same night.",
    "Where can I read the study? The link https://journal.example.org/12 does not open for me.",
    "They lost {} to a crypto fraud, be careful.",
    "I subscribe to the paper for {} a month and do not regret it.",
    "Please check the facts before you publish; the loan was {}.",
    "Working from home saves me {} a month in petrol.",
    "See also last week's article on the same subject: https://news.example.org/2026/11/17/bridge",
)


def _read_videos(path: Path) -> Iterator[LabelledComment]:
    for row in rows(path, "text", "spam"):
        yield LabelledComment(row["text"], {Attribute.SPAM: row["spam"] == "1"})


def _read_adverts(_: Path) -> Iterator[LabelledComment]:
    for number, (offer, amount, place) in enumerate(product(_OFFERS, _SUMS, _PLACES)):
        if number % 3 == 0:
            yield LabelledComment(offer.format(amount, place), {Attribute.SPAM: True})
    for sentence, amount in product(_HONEST, _SUMS):
        yield LabelledComment(sentence.format(amount), {Attribute.SPAM: False})


YOUTUBE_SPAM = Corpus("youtube_spam", "youtube_spam_4videos.csv.gz", "CC-BY-4.0", _read_videos)
ADVERTS = Corpus("adverts", "", "this project's", _read_adverts)
