from django.utils.timezone import localtime

from apps.diagnosis.contents import obstacles, personal_left
from apps.diagnosis.models import Diagnosis, Invitation, Measure, PublicReport, Regime
from apps.workflow.lifecycle import PROGRAM, Lifecycle, Step

D, M, P, R, Sent = Diagnosis.State, Measure.State, PublicReport.State, Regime.State, Invitation.State
VIEW, READ, WRITE, SIGN = "diagnosis.view_diagnosis", "diagnosis.read_diagnosis", "diagnosis.write_diagnosis", "diagnosis.sign_diagnosis"
VIEW_REGIME, REGIME_OF = "diagnosis.view_regime", "diagnosis.manage_regime"
VIEW_PLAN = "diagnosis.view_developmentplan"
VIEW_MEASURE, MANAGE = "diagnosis.view_measure", "diagnosis.manage_measure"
VIEW_REPORT = "diagnosis.view_report"
VIEW_PUBLIC, PREPARE, CONFIRM = "diagnosis.view_publicreport", "diagnosis.prepare_publicreport", "diagnosis.confirm_publicreport"


def unwritten(regime):
    """What a regime lacks to be put in force (R7.1)."""
    wanted = [("emphasis", "诊改重点"), ("requirements", "工作要求"), ("cycle_years", "周期"), ("organisation", "组织分工")]
    return [words for name, words in wanted if not getattr(regime, name)]


def held(diagnosis):
    """Why a signed report is not recalled: a review works on it (R6.3, R9.1)."""
    report = diagnosis.report
    return [f"报告已于 {localtime(report.held_at):%Y-%m-%d} 交付复核，复核以这一版为准，不再撤回"] if report and report.held_at else []


REGIME = Lifecycle(
    Regime,
    Step("start", "施行", (R.DRAFT,), R.RUNNING, REGIME_OF, unwritten, desk="施行诊改制度"),
    Step("end", "废止", (R.RUNNING,), R.ENDED, REGIME_OF, needs_note=True, rare=True),
    off=(R.ENDED,),
)

DIAGNOSIS = Lifecycle(
    Diagnosis,
    Step("sign", "签字提交", (D.OPEN,), D.SIGNED, SIGN, obstacles, tells=(WRITE,)),
    Step("recall", "撤回", (D.SIGNED,), D.OPEN, SIGN, held, needs_note=True, tells=(WRITE,)),
)

# Whoever has the address answers, without an account: no one of the platform takes that step.
INVITATION = Lifecycle(
    Invitation,
    Step("give_opinion", "提意见", (Sent.INVITED, Sent.ANSWERED), Sent.ANSWERED, PROGRAM, tells=(WRITE,)),
    Step("withdraw_invitation", "收回邀请", (Sent.INVITED,), Sent.WITHDRAWN, WRITE, needs_note=True),
    off=(Sent.WITHDRAWN,),
)


def not_carried_out(measure):
    """What a measure lacks to stand as carried out: the day, and what has shown (R7.5)."""
    return [words for words, said in [("完成日期", measure.carried_out_on), ("已见成效", measure.effect.strip())] if not said]


MEASURE = Lifecycle(
    Measure,
    #    step               label              from                    to         permission
    Step("begin_measure",   "开始实施",         (M.PLANNED,),           M.RUNNING, MANAGE),
    Step("carry_out",       "记为已实施",       (M.PLANNED, M.RUNNING), M.DONE,    MANAGE, not_carried_out),
    Step("reopen_measure",  "改回实施中",       (M.DONE,),              M.RUNNING, MANAGE, needs_note=True),
    Step("suspend_measure", "改回尚未实施",     (M.RUNNING,),           M.PLANNED, MANAGE, needs_note=True),
)  # fmt: skip

PUBLIC = Lifecycle(
    PublicReport,
    Step("confirm_public",  "确认公开本", (P.PREPARED,),            P.CONFIRMED, CONFIRM, personal_left, desk="确认报告公开本", tells=(PREPARE,)),
    Step("return_public",   "退回重做",   (P.PREPARED,),            P.RETURNED,  CONFIRM, needs_note=True, tells=(PREPARE,)),
    Step("rework_public",   "重新处理",   (P.PREPARED, P.RETURNED), P.PREPARED,  PREPARE, tells=(CONFIRM,)),
    Step("withdraw_public", "撤回公开本", (P.CONFIRMED,),           P.RETURNED,  CONFIRM, needs_note=True, rare=True, tells=(PREPARE,)),
    Step("give_up_public",  "随报告撤回", (P.PREPARED, P.RETURNED, P.CONFIRMED), P.GIVEN_UP, PROGRAM, rare=True, tells=(PREPARE,)),
    off=(P.GIVEN_UP,),
)  # fmt: skip
