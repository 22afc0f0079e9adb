from apps.disclosure.frozen import lacking
from apps.disclosure.models import BelowList, Comment, Publication
from apps.disclosure.rules import personal_data
from apps.workflow.lifecycle import PROGRAM, Lifecycle, Step

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

C = Comment.State
VIEW_COMMENT, ANSWER_COMMENT = "disclosure.view_comment", "disclosure.answer_comment"
MODERATE_COMMENT, FORWARD_COMMENT = "disclosure.moderate_comment", "disclosure.forward_comment"


def unfit_answer(comment):
    """An answer is public, so it holds no personal data (M7)."""
    missing = [] if comment.answer.strip() else ["答复"]
    return missing + [f"答复：疑似{label}“{found}”，不能公开，请改写" for label, found in personal_data(comment.answer)]


COMMENT = Lifecycle(
    Comment,
    #    step                label       from                      to           permission
    Step("answer_comment",    "答复留言",   (C.RECEIVED,),            C.ANSWERED,  ANSWER_COMMENT,   unfit_answer, desk="答复公众留言", due="due"),
    Step("forward_comment",   "转为纪律事项", (C.RECEIVED,),            C.FORWARDED, FORWARD_COMMENT,  desk="转办对专家的反映", due="due"),
    Step("set_aside_comment", "不公开",    (C.RECEIVED, C.ANSWERED), C.NOT_SHOWN, MODERATE_COMMENT, needs_note=True),
    Step("reopen_comment",    "重新办理",   (C.NOT_SHOWN,),           C.RECEIVED,  MODERATE_COMMENT, needs_note=True),
)  # fmt: skip

B = BelowList.State
VIEW_BELOW, PROPOSE_BELOW, PUBLISH_BELOW = "disclosure.view_belowlist", "disclosure.propose_belowlist", "disclosure.publish_belowlist"

BELOW = Lifecycle(
    BelowList,
    #    step                 label      from            to           permission
    Step("publish_below_list",  "公布名单", (B.PROPOSED,),  B.PUBLISHED, PUBLISH_BELOW, desk="复核未达条件名单", tells=(PROPOSE_BELOW,)),
    Step("refuse_below_list",   "退回名单", (B.PROPOSED,),  B.REFUSED,   PUBLISH_BELOW, needs_note=True, tells=(PROPOSE_BELOW,)),
    Step("withdraw_below_list", "撤回名单", (B.PUBLISHED,), B.WITHDRAWN, PUBLISH_BELOW, needs_note=True, tells=(PROPOSE_BELOW,)),
    Step("replace_below_list",  "由新版替代", (B.PUBLISHED,), B.REPLACED, PROGRAM),
)  # fmt: skip
