from django.utils.timezone import localdate

from apps.sampling.models import Application, Draw, Plan, Selection
from apps.sampling.rules.frame import Place
from apps.sampling.rules.quota import unfillable
from apps.workflow.lifecycle import Lifecycle, Step

D, P, A, S = Draw.State, Plan.State, Application.State, Selection.State
VIEW_PLAN, MANAGE_PLAN = "sampling.view_plan", "sampling.manage_plan"
VIEW, MANAGE, PUBLISH = "sampling.view_draw", "sampling.manage_draw", "sampling.publish_draw"
APPLY, HANDLE, VIEW_APPLICATION = "sampling.apply_review", "sampling.handle_application", "sampling.view_application"
VIEW_SELECTION = "sampling.view_selection"
#: The principal is told what becomes of his school.
CERTIFY = "statusdata.certify_return"


def not_committable(draw):
    """What a draw lacks before it can be sealed (G5)."""
    missing = [] if draw.framed_at else ["抽样框：请先编制"]
    if draw.quota is None:
        missing.append("抽取校数")
    else:
        # The frame may have been drafted again since.
        missing += unfillable(draw.quota, draw.reserves, draw.rows.filter(place=Place.IN).count()).values()
    if not draw.source.strip():
        missing.append("随机数的公开来源")
    if draw.reveal_on is None:
        missing.append("随机数产生的日期")
    elif draw.reveal_on <= localdate():
        missing.append("随机数产生的日期：应晚于今天，封存时随机数还不能存在")
    return missing


def not_yet(draw):
    """Before the day the value comes into being there is none to enter."""
    return [f"随机数：{draw.reveal_on} 才产生"] if draw.reveal_on and draw.reveal_on > localdate() else []


def value_known(draw):
    """After the value exists nobody may throw the draw away and choose another."""
    return ["随机数已经产生，不能再作废重抽"] if draw.committed_at and draw.reveal_on <= localdate() else []


def not_replaceable(selection):
    """Only who was drawn by lot has reserves (R8.9, G9)."""
    if selection.kind != Selection.Kind.RANDOM:
        return ["只有随机抽取的学校可以由备选递补；必须复核、试点和自愿申请的不能替换"]
    return [] if selection.draw.selections.filter(state=S.RESERVE).exists() else ["备选学校：已经用完"]


def not_promotable(selection):
    """A reserve comes in for another school, never by itself."""
    return [] if selection.in_place_of_id else ["所替换的学校"]


PLAN = Lifecycle(
    Plan,
    #    step     label   from         to         permission
    Step("issue_plan", "发布", (P.DRAFT,),  P.ISSUED,  MANAGE_PLAN, desk="发布实施规划", tells=(VIEW_PLAN,)),
)  # fmt: skip

DRAW = Lifecycle(
    Draw,
    #    step       label        from           to            permission
    Step("commit_draw", "封存",      (D.DRAFT,),     D.COMMITTED, MANAGE,  not_committable, desk="编制抽样框并封存"),
    Step("reveal_draw", "录入随机数", (D.COMMITTED,), D.DRAWN,     MANAGE,  not_yet, desk="录入随机数，抽取学校", due="reveal_on", tells=(PUBLISH,)),
    Step("publish_draw", "公布结果",  (D.DRAWN,),     D.PUBLISHED, PUBLISH, desk="公布抽样结果", tells=(MANAGE,)),
    Step("annul_draw", "作废",      (D.DRAFT, D.COMMITTED), D.ANNULLED, MANAGE, value_known, needs_note=True, rare=True),
    off=(D.ANNULLED,),
)  # fmt: skip

APPLICATION = Lifecycle(
    Application,
    Step("take_application", "纳入",  (A.SENT,), A.TAKEN,     HANDLE, desk="处理复核申请", tells=(APPLY,)),
    Step("refuse_application", "不纳入", (A.SENT,), A.REFUSED,   HANDLE, needs_note=True, tells=(APPLY,)),
    Step("withdraw_application", "撤回",  (A.SENT,), A.WITHDRAWN, APPLY, tells=(HANDLE,)),
    off=(A.REFUSED, A.WITHDRAWN),
)  # fmt: skip

SELECTION = Lifecycle(
    Selection,
    #    step       label      from                    to           permission
    Step("defer_selection", "延期",    (S.DRAWN,),             S.DEFERRED,  MANAGE, needs_note=True, tells=(APPLY,)),
    Step("replace_selection", "由备选递补", (S.DRAWN,),           S.REPLACED,  MANAGE, not_replaceable, needs_note=True, tells=(APPLY,)),
    Step("release_selection", "解除",    (S.DRAWN, S.DEFERRED),  S.RELEASED,  MANAGE, needs_note=True, tells=(APPLY,)),
    Step("restore_selection", "恢复",    (S.DEFERRED,),          S.DRAWN,     MANAGE, needs_note=True, tells=(APPLY,)),
    Step("promote_reserve", "递补入样", (S.RESERVE,),           S.DRAWN,     MANAGE, not_promotable, tells=(APPLY,)),
    off=(S.REPLACED, S.RELEASED),
)  # fmt: skip
