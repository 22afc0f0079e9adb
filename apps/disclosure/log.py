from apps.administration.log import OWN, name_verbs
from apps.disclosure.lifecycle import PROPOSE, PROPOSE_ANNOUNCEMENT, PROPOSE_BELOW

name_verbs(PROPOSE, put_forward="提出公开")
name_verbs(PROPOSE_ANNOUNCEMENT, put_conclusion_forward="提出结论公开", publish_team="公布专家组")
name_verbs(PROPOSE_BELOW, compile_below_list="编制未达条件名单")
name_verbs(OWN, lodge_objection="提出异议", send_comment="送来留言")
