from apps.statusdata.contents import obstacles
from apps.statusdata.models import Import, Return, Round
from apps.workflow.lifecycle import PROGRAM, Lifecycle, Step

S = Return.State
R = Round.State
B = Import.State

MANAGE, CERTIFY, CHECK, ACCEPT = "statusdata.manage_round", "statusdata.certify_return", "statusdata.check_return", "statusdata.accept_return"
FILL, VIEW, READ = "statusdata.fill_return", "statusdata.view_return", "statusdata.read_return"
VIEW_ROUND = "statusdata.view_round"
REMARK, ANSWER = "statusdata.remark_return", "statusdata.answer_remark"

ROUND = Lifecycle(
    Round,
    Step("open", "开放上报", (R.PLANNED,), R.OPEN, MANAGE, desk="开放本学年状态数据上报", due="school_due"),
    Step("close", "结束轮次", (R.OPEN,), R.CLOSED, MANAGE),
    Step("reopen", "重新开放", (R.CLOSED,), R.OPEN, MANAGE, needs_note=True, rare=True),
)

# A school of the province itself has no city above it: the province accepts what it hands in, or sends it back to it.
RETURN = Lifecycle(
    Return,
    #    step             label        from                       to            permission
    Step("submit",        "签字上报", (S.OPEN,),                 S.SUBMITTED, CERTIFY, obstacles, due="round__school_due", tells=(CHECK,)),
    Step("recall",        "撤回",     (S.SUBMITTED,),            S.OPEN,      CERTIFY, needs_note=True, tells=(CHECK,)),
    Step("check",         "审核通过", (S.SUBMITTED,),            S.CHECKED,   CHECK, desk="审核学校上报的状态数据", due="round__city_due", tells=(ACCEPT,)),
    Step("send_back",     "退回学校", (S.SUBMITTED,),            S.OPEN,      CHECK, needs_note=True, tells=(CERTIFY, FILL)),
    Step("accept",        "受理",     (S.CHECKED, S.SUBMITTED),  S.ACCEPTED,  ACCEPT, desk="受理状态数据", due="round__province_due", tells=(CERTIFY,)),
    Step("send_down",     "退回市级", (S.CHECKED,),              S.SUBMITTED, ACCEPT, needs_note=True, tells=(CHECK,)),
    Step("return_direct", "退回学校", (S.SUBMITTED,),            S.OPEN,      ACCEPT, needs_note=True, tells=(CERTIFY, FILL)),
)  # fmt: skip

# The program reads and writes: it must be able to end an import whose person may no longer fill in the return.
IMPORT = Lifecycle(
    Import,
    #    step        label          from             to           permission
    Step("read",     "读取",        (B.WAITING,),    B.READ,      PROGRAM),
    Step("refuse",   "没有读取",    (B.WAITING,),    B.REFUSED,   PROGRAM),
    Step("apply",    "写入",        (B.READ,),       B.APPLYING,  FILL),
    Step("finish",   "写入完毕",    (B.APPLYING,),   B.APPLIED,   PROGRAM),
    Step("stop",     "没有写入",    (B.APPLYING,),   B.STOPPED,   PROGRAM),
    Step("discard",  "放弃",        (B.READ,),       B.DISCARDED, FILL),
    off=(B.REFUSED, B.STOPPED, B.DISCARDED),
)  # fmt: skip
