from apps.followup.contents import no_answer, no_longer_standing, no_reason, not_extendable, not_issuable, not_ready_to_sum_up, not_verified
from apps.followup.models import Order, Stop, Summary
from apps.workflow.lifecycle import PROGRAM, Lifecycle, Step

Asked, S, T = Order.State, Summary.State, Stop.State
VIEW_ORDER, ISSUE, ANSWER = "followup.view_order", "followup.issue_order", "followup.answer_order"
VIEW_SUMMARY, READ, WRITE = "followup.view_summary", "followup.read_summary", "followup.write_summary"
VIEW_STOP, DECIDE = "followup.view_stop", "followup.decide_stop"

ORDER = Lifecycle(
    Order,
    #    step            label              from                               to          permission
    Step("issue_order",  "下达整改要求",     (Asked.DRAFT,),                        Asked.ISSUED,   ISSUE, not_issuable, desk="下达整改要求", tells=(ANSWER,)),
    Step("extend_order", "调整整改期限",     (Asked.ISSUED,),                       Asked.ISSUED,   ISSUE, not_extendable, needs_note=True, tells=(ANSWER,)),
    Step("answer_order", "报告整改情况",     (Asked.ISSUED,),                       Asked.ANSWERED, ANSWER, no_answer, desk="按整改要求报告整改情况", due="due", tells=(ISSUE,)),
    Step("return_order", "退回继续整改",     (Asked.ANSWERED,),                     Asked.ISSUED,   ISSUE, no_longer_standing, needs_note=True, tells=(ANSWER,)),
    Step("close_order",  "核查办结",         (Asked.ANSWERED,),                     Asked.CLOSED,   ISSUE, not_verified, desk="核查整改情况", tells=(ANSWER,)),
    # The conclusion it rested on was taken back.
    Step("lapse_order",  "随认定撤销而终止", (Asked.DRAFT, Asked.ISSUED, Asked.ANSWERED),   Asked.LAPSED,   PROGRAM, tells=(ISSUE, ANSWER)),
    off=(Asked.LAPSED,),
)  # fmt: skip

SUMMARY = Lifecycle(
    Summary,
    Step("hand_in_summary", "提交整改总结", (S.DRAFT,), S.HANDED_IN, WRITE, not_ready_to_sum_up, desk="落实改进，完成后作出总结", tells=(ISSUE,)),
    # As an order; one handed in stays as it was.
    Step("lapse_summary", "随认定撤销而终止撰写", (S.DRAFT,), S.LAPSED, PROGRAM, tells=(WRITE,)),
    off=(S.LAPSED,),
)  # fmt: skip

STOP = Lifecycle(
    Stop,
    Step("order_stop",   "决定停止招生", (T.PROPOSED,), T.ORDERED,   DECIDE, no_reason, desk="三年期满仍未达到条件，是否停止招生", due="ran_out_on", tells=(VIEW_STOP,)),
    Step("dismiss_stop", "不停止招生",   (T.PROPOSED,), T.DISMISSED, DECIDE, no_reason, tells=(VIEW_STOP,)),
    Step("lift_stop",    "恢复招生",     (T.ORDERED,),  T.LIFTED,    DECIDE, needs_note=True, tells=(VIEW_STOP,)),
    off=(T.DISMISSED, T.LIFTED),
)  # fmt: skip
