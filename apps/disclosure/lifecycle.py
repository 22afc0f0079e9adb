from apps.disclosure.contents import lacking_to_answer, lacking_to_publish, lacking_to_renew, lacking_to_show
from apps.disclosure.frozen import lacking
from apps.disclosure.models import Announcement, Objection, Publication
from apps.workflow.lifecycle import Lifecycle, Step

S = Publication.State
CERTIFY = "statusdata.certify_return"
VIEW, PROPOSE, PUBLISH = "disclosure.view_publication", "disclosure.propose_publication", "disclosure.publish_publication"

PUBLICATION = Lifecycle(
    Publication,
    #    step        label      from            to           permission
    Step("publish",  "复核公开", (S.PROPOSED,),  S.PUBLISHED, PUBLISH, lacking, desk="复核拟公开的状态数据", tells=(CERTIFY,)),
    Step("refuse",   "不予公开", (S.PROPOSED,),  S.REFUSED,   PUBLISH, needs_note=True, tells=(PROPOSE,)),
    Step("withdraw", "撤回公开", (S.PUBLISHED,), S.WITHDRAWN, PUBLISH, needs_note=True, tells=(CERTIFY, PROPOSE)),
    Step("propose",  "再次提出", (S.REFUSED,),   S.PROPOSED,  PROPOSE, tells=(PUBLISH,)),
)  # fmt: skip

A, J = Announcement.State, Objection.State
VIEW_ANNOUNCEMENT, PROPOSE_ANNOUNCEMENT = "disclosure.view_announcement", "disclosure.propose_announcement"
PUBLISH_ANNOUNCEMENT, VIEW_OBJECTION, ANSWER = "disclosure.publish_announcement", "disclosure.view_objection", "disclosure.answer_objection"

ANNOUNCEMENT = Lifecycle(
    Announcement,
    #    step                   label     from            to           permission
    Step("show_conclusion",     "公示结论", (A.PROPOSED,),  A.SHOWN,     PUBLISH_ANNOUNCEMENT, lacking_to_show, desk="复核拟公示的结论", due="show_by",
         tells=(CERTIFY, ANSWER)),
    Step("refuse_conclusion",   "退回结论", (A.PROPOSED,),  A.WITHDRAWN, PUBLISH_ANNOUNCEMENT, needs_note=True, tells=(PROPOSE_ANNOUNCEMENT,)),
    Step("publish_conclusion",  "公布结论", (A.SHOWN,),     A.FINAL,     PUBLISH_ANNOUNCEMENT, lacking_to_publish, desk="公示期满后公布结论", due="due",
         tells=(CERTIFY, PROPOSE_ANNOUNCEMENT)),
    Step("renew_conclusion",    "另出一版", (A.FINAL,),     A.FINAL,     PUBLISH_ANNOUNCEMENT, lacking_to_renew, needs_note=True, tells=(CERTIFY, PROPOSE_ANNOUNCEMENT)),
    Step("withdraw_conclusion", "撤回结论", (A.SHOWN, A.FINAL), A.WITHDRAWN, PUBLISH_ANNOUNCEMENT, needs_note=True, tells=(CERTIFY, PROPOSE_ANNOUNCEMENT)),
    Step("propose_conclusion",  "再次提出结论", (A.WITHDRAWN,), A.PROPOSED, PROPOSE_ANNOUNCEMENT, tells=(PUBLISH_ANNOUNCEMENT,)),
)  # fmt: skip

OBJECTION = Lifecycle(
    Objection,
    #    step               label     from       to          permission
    Step("answer_objection", "答复异议", (J.OPEN,), J.ANSWERED, ANSWER, lacking_to_answer, desk="答复对结论的异议", due="due", tells=(PUBLISH_ANNOUNCEMENT,)),
)  # fmt: skip
