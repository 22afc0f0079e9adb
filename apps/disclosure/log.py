from apps.administration.log import name_verbs
from apps.disclosure.lifecycle import PROPOSE, PROPOSE_ANNOUNCEMENT

name_verbs(PROPOSE, put_forward="提出公开")
name_verbs(PROPOSE_ANNOUNCEMENT, put_conclusion_forward="提出结论公开", publish_team="公布专家组")
name_verbs(lodge_objection="提出异议")
