"""What happens in follow-up beside the steps of its lifecycles, in the words of the log."""

from apps.administration.log import OWN, name_verbs
from apps.followup.lifecycle import ISSUE, WRITE

name_verbs(ISSUE, draw_up_order="拟定整改要求", write_order="写整改要求")
name_verbs(WRITE, begin_summary="开始整改总结", write_summary="撰写整改总结")
name_verbs(OWN, chase_order="催办整改", propose_stop="提出停止招生")
