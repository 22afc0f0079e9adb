from apps.experts.models import Conduct, Expert
from apps.workflow.lifecycle import Lifecycle, Step

E, C = Expert.State, Conduct.State
VIEW, NOMINATE, ADMIT, TRAIN = "experts.view_expert", "experts.nominate_expert", "experts.admit_expert", "experts.train_expert"
RESET = "experts.reset_expert"
VIEW_INTEREST, DECLARE, WITHDRAW = "experts.view_interest", "experts.declare_interest", "experts.withdraw_interest"
VIEW_COMMITTEE, MANAGE = "experts.view_committee", "experts.manage_committee"
VIEW_CONDUCT, HANDLE = "experts.view_conduct", "experts.handle_conduct"


def nothing_said_of_leaving(expert):
    return [] if expert.removal.strip() else ["出库原因"]


def nothing_found(conduct):
    return [] if conduct.finding.strip() else ["查明的情况"]


def no_measure(conduct):
    missing = nothing_found(conduct)
    if not conduct.measure:
        missing.append("处理")
    if conduct.measure == Conduct.Measure.REPLACED and conduct.school_id is None:
        missing.append("有关学校：没有写明学校的，不能处理为更换")
    if conduct.measure == Conduct.Measure.REMOVED and conduct.expert.state != E.ADMITTED:
        missing.append("在库的专家：他已不在库，请选别的处理")
    return missing


def no_circular(conduct):
    return [words for words, said in [("通报", conduct.circular), ("通报范围", conduct.circle)] if not said.strip()]


POOL = Lifecycle(
    Expert,
    #    step          label          from            to            permission
    Step("admit",      "同意入库",     (E.NOMINATED,), E.ADMITTED,   ADMIT,    desk="审核推荐的专家", tells=(NOMINATE,)),
    Step("decline",    "不予入库",     (E.NOMINATED,), E.DECLINED,   ADMIT,    needs_note=True, tells=(NOMINATE,)),
    Step("renominate", "重新推荐",     (E.DECLINED,),  E.NOMINATED,  NOMINATE, needs_note=True, tells=(ADMIT,)),
    Step("remove",     "出库",        (E.ADMITTED,),  E.REMOVED,    ADMIT,    missing=nothing_said_of_leaving, tells=(NOMINATE,)),
    off=(E.DECLINED, E.REMOVED),
)  # fmt: skip

CONDUCT = Lifecycle(
    Conduct,
    Step("uphold",    "认定属实",   (C.RECEIVED,), C.UPHELD,    HANDLE, missing=no_measure, desk="处理专家纪律事项", due="due"),
    Step("dismiss",   "认定不属实", (C.RECEIVED,), C.DISMISSED, HANDLE, missing=nothing_found),
    Step("circulate", "通报",      (C.UPHELD,),   C.CIRCULATED, HANDLE, missing=no_circular),
    off=(C.DISMISSED,),
)  # fmt: skip
