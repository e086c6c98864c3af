"""Everything storage keeps, by what it is about: one object to hand around."""

from moderation.storage.activity import Activities
from moderation.storage.appeals import Appeals
from moderation.storage.audit import Audit
from moderation.storage.author_feed import AuthorFeed
from moderation.storage.authors import Authors
from moderation.storage.bulks import Bulks
from moderation.storage.client import Store
from moderation.storage.comments import Comments
from moderation.storage.decisions import Decisions
from moderation.storage.events import Events
from moderation.storage.external_phases import ExternalPhases
from moderation.storage.identities import Identities
from moderation.storage.learning import Learning
from moderation.storage.leases import Answers, Leases
from moderation.storage.likenesses import Likenesses
from moderation.storage.measures import Measures
from moderation.storage.models import Models
from moderation.storage.notes import Notes
from moderation.storage.passwords import Passwords
from moderation.storage.queues import Queues
from moderation.storage.reporters import Reporters
from moderation.storage.reports import Reports
from moderation.storage.sessions import Sessions
from moderation.storage.sites import Sites
from moderation.storage.threads import Threads
from moderation.storage.verdicts import Verdicts
from moderation.storage.webhooks import Webhooks


class Records:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.sites = Sites(store)
        self.sessions = Sessions(store)
        self.passwords = Passwords(store)
        self.identities = Identities(store)
        self.threads = Threads(store)
        self.comments = Comments(store)
        self.authors = Authors(store)
        self.author_feed = AuthorFeed(store)
        self.measures = Measures(store)
        self.queues = Queues(store)
        self.decisions = Decisions(store)
        self.bulks = Bulks(store)
        self.notes = Notes(store)
        self.reports = Reports(store)
        self.reporters = Reporters(store)
        self.appeals = Appeals(store)
        self.events = Events(store)
        self.audit = Audit(store)
        self.models = Models(store)
        self.learning = Learning(store)
        self.verdicts = Verdicts(store)
        self.external_phases = ExternalPhases(store)
        self.activities = Activities(store)
        self.webhooks = Webhooks(store)
        self.likenesses = Likenesses(store)
        self.leases = Leases(store)
        self.answers = Answers(store)
