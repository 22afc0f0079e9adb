from apps.statusdata.views.changes import Changes, ReceiptPage
from apps.statusdata.views.lists import ManyReturns, ReturnList
from apps.statusdata.views.returns import ReturnPage
from apps.statusdata.views.rounds import PlanRound, Remind, RoundClose, RoundList, RoundOpen, RoundPage, RoundReopen
from apps.statusdata.views.steps import Accept, Check, Recall, ReturnDirect, SendBack, SendDown, Submit

__all__ = [
    "Accept",
    "Changes",
    "Check",
    "ManyReturns",
    "PlanRound",
    "Recall",
    "ReceiptPage",
    "Remind",
    "ReturnDirect",
    "ReturnList",
    "ReturnPage",
    "RoundClose",
    "RoundList",
    "RoundOpen",
    "RoundPage",
    "RoundReopen",
    "SendBack",
    "SendDown",
    "Submit",
]
