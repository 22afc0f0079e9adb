from apps.reviews.contents import not_beginnable, not_ready_to_hand_in, not_schedulable, not_there, unjudged_data, unjudged_visit
from apps.reviews.models import Review
from apps.workflow.lifecycle import Lifecycle, Step

S = Review.State
VIEW, SCHEDULE, CONFIRM, SUBMIT = "reviews.view_review", "reviews.schedule_review", "reviews.confirm_visit", "reviews.submit_material"
SERVE, JUDGE, LEAD, WRITE = "reviews.serve_review", "reviews.judge_review", "reviews.lead_review", "reviews.write_report"
PLAN_AGENDA = "reviews.plan_agenda"
READ_DATA, READ_MATERIAL, READ_REPORT = "reviews.read_data", "reviews.read_material", "reviews.read_report"
READ_JUDGEMENT, READ_SUGGESTION, VISIT, REPLY = "reviews.read_judgement", "reviews.read_suggestion", "reviews.visit_review", "reviews.reply_review"
#: What naming to a group grants on its review, and what its lead is granted beside it; when each is open the models' ``opens`` say (R9.3, R9.4).
MEMBER_GRANTS = [VIEW, SERVE, JUDGE, READ_DATA, READ_MATERIAL, READ_JUDGEMENT, VISIT, WRITE, READ_REPORT, READ_SUGGESTION]
LEAD_GRANTS = [LEAD, PLAN_AGENDA]

#: Opening the papers and departing wait for the others' judgements: how they stand on the lead's desk says desk.py.
REVIEW = Lifecycle(
    Review,
    #    step           label           from            to           permission
    Step("schedule",    "排期",         (S.PLANNED,),   S.SCHEDULED, SCHEDULE, not_schedulable, desk="排复核日期、组专家组", tells=(CONFIRM, SERVE)),
    Step("move",        "改期",         (S.SCHEDULED,), S.SCHEDULED, SCHEDULE, not_schedulable, needs_note=True, tells=(CONFIRM, SERVE)),
    Step("begin",       "开始研判",     (S.SCHEDULED,), S.JUDGING,   SCHEDULE, not_beginnable, desk="开始数据研判", due="materials_due", tells=(SERVE,)),
    Step("open_papers", "开卷",         (S.JUDGING,),   S.READING,   LEAD, unjudged_data, tells=(SERVE,)),
    Step("arrive",      "开始进校复核", (S.READING,),   S.VISITING,  LEAD, not_there, desk="定复核重点，进校", due="visit_from", tells=(SERVE, SCHEDULE)),
    Step("depart",      "结束进校",     (S.VISITING,),  S.WRITING,   LEAD, unjudged_visit, tells=(SERVE, SCHEDULE)),
    Step("hand_in",     "提交复核报告", (S.WRITING,),   S.REPORTED,  LEAD, not_ready_to_hand_in, desk="撰写并提交复核报告", tells=(SCHEDULE, CONFIRM, SERVE)),
)  # fmt: skip
