"""What people do about cases beside the steps of their lifecycles, in the words of the log."""

from apps.administration.log import OWN, name_facts, name_verbs
from apps.deliberation.lifecycle import MANAGE, OPEN, VOTE

name_verbs(OPEN, open_case="提交审议", recuse="回避")
name_verbs(MANAGE, call_sitting="召集审议会议", note_presence="登记到会")
name_facts(present="到会")
name_verbs(VOTE, vote="表决")
name_verbs(OWN, take_the_chair="主持本案")
