from apps.disclosure.contents import lacking_to_answer, lacking_to_publish, lacking_to_renew, lacking_to_show
from apps.disclosure.frozen import lacking
from apps.disclosure.models import Announcement, BelowList, Comment, Objection, Publication
from apps.disclosure.rules import personal_places
from apps.workflow.lifecycle import PROGRAM, Lifecycle, Step

S = Publication.State
CERTIFY = "statusdata.certify_return"
VIEW, PROPOSE, PUBLISH = "disclosure.view_publication", "disclosure.propose_publication", "disclosure.publish_publication"

PUBLICATION = Lifecycle(
    Publication,
    #    step        label      from            to           permission
    Step("publish",  "复核公开", (S.PROPOSED,),  S.PUBLISHED, PUBLISH, lacking, desk="复核拟公开的状态数据", tells=(CERTIFY,)),
    Step("refuse",   "不予公开", (S.PROPOSED,),  S.REFUSED,   PUBLISH, needs_note=True, tells=(PROPOSE,)),
    Step("withdraw", "撤回公开", (S.PUBLISHED,), S.WITHDRAWN, PUBLISH, needs_note=True, rare=True, tells=(CERTIFY, PROPOSE)),
    Step("propose",  "再次提出", (S.REFUSED,),   S.PROPOSED,  PROPOSE, tells=(PUBLISH,)),
    off=(S.REFUSED, S.WITHDRAWN),
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
    Step("publish_conclusion",  "公布结论", (A.SHOWN,),     A.FINAL,     PUBLISH_ANNOUNCEMENT, lacking_to_publish, desk="公示期满后公布结论", due="due", after="last_day",
         tells=(CERTIFY, PROPOSE_ANNOUNCEMENT)),
    Step("renew_conclusion",    "另出一版", (A.FINAL,),     A.FINAL,     PUBLISH_ANNOUNCEMENT, lacking_to_renew, needs_note=True, rare=True, tells=(CERTIFY, PROPOSE_ANNOUNCEMENT)),
    Step("withdraw_conclusion", "撤回结论", (A.SHOWN, A.FINAL), A.WITHDRAWN, PUBLISH_ANNOUNCEMENT, needs_note=True, rare=True, tells=(CERTIFY, PROPOSE_ANNOUNCEMENT)),
    Step("propose_conclusion",  "再次提出结论", (A.WITHDRAWN,), A.PROPOSED, PROPOSE_ANNOUNCEMENT, tells=(PUBLISH_ANNOUNCEMENT,)),
    off=(A.WITHDRAWN,),
)  # fmt: skip

OBJECTION = Lifecycle(
    Objection,
    #    step               label     from       to          permission
    Step("answer_objection", "答复异议", (J.OPEN,), J.ANSWERED, ANSWER, lacking_to_answer, desk="答复对结论的异议", due="due", tells=(PUBLISH_ANNOUNCEMENT,)),
)  # fmt: skip


C = Comment.State


VIEW_COMMENT, ANSWER_COMMENT = "disclosure.view_comment", "disclosure.answer_comment"


MODERATE_COMMENT, FORWARD_COMMENT = "disclosure.moderate_comment", "disclosure.forward_comment"


def unfit_answer(comment):
    """An answer is public, so it holds no personal data (M7)."""
    missing = [] if comment.answer.strip() else ["答复"]
    return missing + [f"{words}，请改写" for words in personal_places({"答复": comment.answer})]


COMMENT = Lifecycle(
    Comment,
    #    step                label       from                      to           permission
    Step("answer_comment",    "答复留言",   (C.RECEIVED,),            C.ANSWERED,  ANSWER_COMMENT,   unfit_answer, desk="答复公众留言", due="due"),
    Step("forward_comment",   "转为纪律事项", (C.RECEIVED,),            C.FORWARDED, FORWARD_COMMENT,  desk="转办对专家的反映", due="due"),
    Step("set_aside_comment", "不公开",    (C.RECEIVED, C.ANSWERED), C.NOT_SHOWN, MODERATE_COMMENT, needs_note=True),
    Step("reopen_comment",    "重新办理",   (C.NOT_SHOWN,),           C.RECEIVED,  MODERATE_COMMENT, needs_note=True),
    off=(C.NOT_SHOWN,),
)  # fmt: skip


B = BelowList.State


VIEW_BELOW, PROPOSE_BELOW, PUBLISH_BELOW = "disclosure.view_belowlist", "disclosure.propose_belowlist", "disclosure.publish_belowlist"


BELOW = Lifecycle(
    BelowList,
    #    step                 label      from            to           permission
    Step("publish_below_list",  "公布名单", (B.PROPOSED,),  B.PUBLISHED, PUBLISH_BELOW, desk="复核未达条件名单", tells=(PROPOSE_BELOW,)),
    Step("refuse_below_list",   "退回名单", (B.PROPOSED,),  B.REFUSED,   PUBLISH_BELOW, needs_note=True, tells=(PROPOSE_BELOW,)),
    Step("withdraw_below_list", "撤回名单", (B.PUBLISHED,), B.WITHDRAWN, PUBLISH_BELOW, needs_note=True, rare=True, tells=(PROPOSE_BELOW,)),
    Step("replace_below_list",  "由新版替代", (B.PUBLISHED,), B.REPLACED, PROGRAM, rare=True),
    off=(B.REFUSED, B.REPLACED, B.WITHDRAWN),
)  # fmt: skip
