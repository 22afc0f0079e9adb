from apps.disclosure.frozen import lacking
from apps.disclosure.models import Publication
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
