from apps.deliberation.contents import heard_too_early, not_answered, not_its_day, too_early
from apps.deliberation.models import Case, Sitting
from apps.workflow.lifecycle import Lifecycle, Step

C, S = Case.State, Sitting.State
VIEW_SITTING, MANAGE, MINUTES = "deliberation.view_sitting", "deliberation.manage_sitting", "deliberation.read_minutes"
OPEN, VIEW, VOTE, LEAD = "deliberation.open_case", "deliberation.view_case", "deliberation.vote_case", "deliberation.lead_case"
DECIDE, REVERSE, DECISION = "deliberation.decide_case", "deliberation.reverse_case", "deliberation.read_decision"


def nothing_listed(sitting):
    return [] if sitting.cases.exists() else ["议程：至少列入一件"]


def nobody_present(sitting):
    return [] if sitting.attendances.filter(present=True).exists() else ["到会情况：请先登记到会委员"]


def not_ready_to_open(sitting):
    return nothing_listed(sitting) + (not_its_day(sitting) or nobody_present(sitting)) + not_answered(sitting)


def not_done(sitting):
    left = sitting.cases.filter(state=C.LISTED)
    return [f"“{case}”还没有议决，请议决或者改期" for case in left]


def no_resolution(case):
    return [] if case.resolution.strip() else ["决议与理由"]


def not_numbered(case):
    return [] if case.number.strip() else ["发文字号"]


SITTING = Lifecycle(
    Sitting,
    #    step     label    from           to        permission
    Step("open_sitting",  "开会",  (S.PREPARED,), S.OPEN,   MANAGE, not_ready_to_open, due="on", desk="组织审议会议"),
    Step("change_sitting", "修改会议", (S.PREPARED,), S.PREPARED, MANAGE, heard_too_early),
    Step("cancel_sitting", "取消会议", (S.PREPARED,), S.CANCELLED, MANAGE, needs_note=True, tells=(VIEW_SITTING,), rare=True),
    Step("close_sitting", "散会",  (S.OPEN,),     S.CLOSED, MANAGE, not_done, due="on", desk="结束审议会议"),
    off=(S.CANCELLED,),
)  # fmt: skip

CASE = Lifecycle(
    Case,
    #    step          label      from             to             permission
    Step("list",       "列入会议", (C.OPEN,),        C.LISTED,      OPEN, too_early, desk="把复核报告列入审议会议", tells=(VOTE,)),
    Step("postpone",   "改期审议", (C.LISTED,),      C.OPEN,        OPEN, needs_note=True, tells=(VOTE,)),
    Step("deliberate", "形成决议", (C.LISTED,),      C.DELIBERATED, LEAD, no_resolution, desk="主持审议", due="sitting__on", tells=(DECIDE,)),
    Step("send_back",  "退回再议", (C.DELIBERATED,), C.OPEN,        DECIDE, needs_note=True, tells=(OPEN,)),
    Step("decide",     "认定",    (C.DELIBERATED,), C.DECIDED,     DECIDE, not_numbered, desk="认定复核结论"),
    Step("reverse",    "撤销认定", (C.DECIDED,),     C.REVERSED,    REVERSE, needs_note=True, rare=True),
    off=(C.REVERSED,),
)  # fmt: skip
