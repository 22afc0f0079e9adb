"""What people do about yearly reports beside the steps of their lifecycles, in the words of the log."""

from apps.administration.log import name_facts, name_verbs
from apps.annualreports.lifecycle import EDIT, ISSUE, WRITE_CHAPTER

name_verbs(EDIT, begin_yearly="起草年度报告", write_yearly="修改年度报告")
name_verbs(ISSUE, draft_circular="拟通报", write_circular="修改通报")
name_verbs(WRITE_CHAPTER, draft_chapter="起草质量报告专章")
name_facts(funds="经费")
