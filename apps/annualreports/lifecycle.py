from apps.annualreports.contents import obstacles
from apps.annualreports.models import Circular, YearlyReport
from apps.workflow.lifecycle import Lifecycle, Step

S, C = YearlyReport.State, Circular.State
VIEW, READ_DRAFT, EDIT = "annualreports.view_yearlyreport", "annualreports.read_draft", "annualreports.edit_yearlyreport"
LODGE, RECALL = "annualreports.lodge_yearlyreport", "annualreports.recall_yearlyreport"
VIEW_CIRCULAR, ISSUE = "annualreports.view_circular", "annualreports.issue_circular"
VIEW_CHAPTER, WRITE_CHAPTER = "annualreports.view_chapter", "annualreports.write_chapter"


def unfinished(circular):
    wanted = [("number", "发文字号"), ("opinion", "通报意见")]
    return [words for name, words in wanted if not getattr(circular, name).strip()]


REPORT = Lifecycle(
    YearlyReport,
    #    step            label       from          to        permission
    Step("offer_yearly",  "送签",     (S.DRAFT,),  S.READY,  EDIT, obstacles, desk="写完年度报告，送签", due="due", tells=(LODGE,)),
    Step("return_yearly", "退回修改", (S.READY,),  S.DRAFT,  LODGE, needs_note=True, tells=(EDIT,)),
    Step("lodge_yearly",  "签字报送", (S.READY,),  S.LODGED, LODGE, obstacles, desk="签字报送年度报告", due="due", tells=(EDIT, RECALL)),
    Step("recall_yearly", "退回重报", (S.LODGED,), S.DRAFT,  RECALL, needs_note=True, rare=True, tells=(EDIT, LODGE)),
)  # fmt: skip

CIRCULAR = Lifecycle(
    Circular,
    Step("issue_circular", "印发通报", (C.DRAFT,), C.ISSUED, ISSUE, unfinished, desk="印发年度通报", tells=(VIEW_CIRCULAR,)),
)
