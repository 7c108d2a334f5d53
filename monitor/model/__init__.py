"""The values that the pipeline passes on: frozen, pure, and named by this vocabulary.

Code, tables, pages, mails and docs use these words only.

=================  ===================================================================================================
Publisher          organisation behind one or more feeds; copies of one agency's text count once (ACLED "source")
Feed               an RSS, Atom, RDF or JSON Feed document at a URL, polled
Poll               one attempt to fetch and read a feed; outcome ``ok not_modified failed gone``
Flag               what is remarkable about a feed beside its state: ``silent stale suspicious poison blocked
                   needs_operator``
Gap                a time of one feed whose entries may have been missed
Entry              one item of a feed, identified by (feed, guid), with revisions (Atom)
Push               the subscription of a feed at a hub that posts what is new (WebSub); polls go on as a check
Article            the page that an entry links to; its text is a revision of the entry where the feed gives only teasers
Attack type        ``drone missile air_strike artillery naval_drone sabotage explosion ground``; an incident may have
                   several (written ``mixed`` in one-word outputs) (GTD attack type, ACLED sub-event)
Rule               operator-written file: which attacks to alert on, how loudly (Sigma rule)
Match              a rule that holds for a report, with its evidence (Sigma detection)
Evidence           character span and text that support an extracted fact (NLP "mention")
Report             what one entry claims about one attack; role ``main`` or ``background`` (MUC template)
Incident           one attack at one place in one attack window, as known now; its id never changes (GTD incident)
Toll               killed and injured, each low/high with evidence (GTD nkill/nwound)
Precision          how exact a place (``site city district region country``) or a time (``minute part_of_day day week``)
                   is (ACLED geo_precision, time_precision)
Resolution         deciding whether a report starts, corroborates or updates an incident, with the reason
Corroboration      a further report that adds no fact, only a publisher
Update             a recorded change of an incident by a later report (CAP Update)
Withdrawal         an incident found not to have happened, or merged into another; leaves a tombstone (CAP Cancel)
Roundup            an entry that lists many attacks: items of the last day are reports, older ones background
Level              importance set by the rule: ``low medium high critical`` (Sigma, CAP severity)
Standing           how well founded an incident is: ``reported corroborated official`` (CAP certainty)
Subscriber         a person with a confirmed address and a time zone; a Subscription is a filter with a mode (listmonk)
Alert              a message about one incident (``new update correction withdrawal``); a Digest is a scheduled summary
Delivery           one message to one subscriber, ``pending sending sent failed bounced``; the outbox row
Bounce             a message that came back, or a reader's complaint; a Suppression keeps an address from being mailed
Objection          a reader's word that something told of an incident is wrong, for the operator to decide
Silence            an operator's time-limited suppression, with author, reason and expiry (Alertmanager)
Operator           runs the service, owns rules and feeds, reviews incidents
=================  ===================================================================================================
"""

from monitor.model.alerts import (
    Alert,
    AlertKind,
    Delivery,
    DeliveryId,
    DeliveryItem,
    DeliveryKind,
    DeliveryState,
    DigestKind,
    Significance,
    Told,
)
from monitor.model.bounces import (
    AddressHash,
    Bounce,
    BounceKind,
    NotedBounce,
    Suppression,
    SuppressionReason,
    address_hash,
)
from monitor.model.consents import Act, Consent
from monitor.model.endpoints import REPLAY, Endpoint, EndpointKind
from monitor.model.entries import (
    Article,
    ArticleState,
    Entry,
    EntryData,
    EntryId,
    Fragment,
    KnownEntry,
    Quarantined,
    SetAside,
)
from monitor.model.feeds import (
    Feed,
    FeedChange,
    FeedFlag,
    FeedId,
    FeedState,
    FeedStatus,
    Flagged,
    Gap,
    Observed,
    Poll,
    PollOutcome,
)
from monitor.model.incidents import (
    Ambiguous,
    Change,
    ChangeKind,
    Incident,
    IncidentId,
    NewIncident,
    Resolution,
    SameIncident,
    Similarity,
    Unfounded,
    Update,
)
from monitor.model.objections import Fault, Objection, ObjectionId
from monitor.model.places import Place, PlaceId, Precision, distance_km, in_one_city, is_unknown_settlement, is_within
from monitor.model.pushes import Push, Pushed, PushState
from monitor.model.reasons import Because, Reason, because
from monitor.model.reports import (
    AttackType,
    Claim,
    Count,
    Evidence,
    Outcome,
    Report,
    ReportId,
    Role,
    Standing,
    Toll,
    Weapons,
    is_copy,
)
from monitor.model.rules import Level, Limit, Match, RuleAlerting, RuleId
from monitor.model.subscribers import (
    Around,
    Choice,
    Chosen,
    Mode,
    QuietHours,
    Subscriber,
    SubscriberId,
    Subscription,
    SubscriptionId,
)
from monitor.model.times import TimePrecision, Window, require_aware

__all__ = [
    "REPLAY",
    "Act",
    "AddressHash",
    "Alert",
    "AlertKind",
    "Ambiguous",
    "Around",
    "Article",
    "ArticleState",
    "AttackType",
    "Because",
    "Bounce",
    "BounceKind",
    "Change",
    "ChangeKind",
    "Choice",
    "Chosen",
    "Claim",
    "Consent",
    "Count",
    "Delivery",
    "DeliveryId",
    "DeliveryItem",
    "DeliveryKind",
    "DeliveryState",
    "DigestKind",
    "Endpoint",
    "EndpointKind",
    "Entry",
    "EntryData",
    "EntryId",
    "Evidence",
    "Fault",
    "Feed",
    "FeedChange",
    "FeedFlag",
    "FeedId",
    "FeedState",
    "FeedStatus",
    "Flagged",
    "Fragment",
    "Gap",
    "Incident",
    "IncidentId",
    "KnownEntry",
    "Level",
    "Limit",
    "Match",
    "Mode",
    "NewIncident",
    "NotedBounce",
    "Objection",
    "ObjectionId",
    "Observed",
    "Outcome",
    "Place",
    "PlaceId",
    "Poll",
    "PollOutcome",
    "Precision",
    "Push",
    "PushState",
    "Pushed",
    "Quarantined",
    "QuietHours",
    "Reason",
    "Report",
    "ReportId",
    "Resolution",
    "Role",
    "RuleAlerting",
    "RuleId",
    "SameIncident",
    "SetAside",
    "Significance",
    "Similarity",
    "Standing",
    "Subscriber",
    "SubscriberId",
    "Subscription",
    "SubscriptionId",
    "Suppression",
    "SuppressionReason",
    "TimePrecision",
    "Told",
    "Toll",
    "Unfounded",
    "Update",
    "Weapons",
    "Window",
    "address_hash",
    "because",
    "distance_km",
    "in_one_city",
    "is_copy",
    "is_unknown_settlement",
    "is_within",
    "require_aware",
]
