"""What happens in follow-up beside the steps of its lifecycles, in the words of the log."""

from apps.administration.log import name_verbs

name_verbs(
    draw_up_order="拟定整改要求", chase_order="催办整改", begin_summary="开始整改总结", write_summary="撰写整改总结", propose_stop="提出停止招生",
)  # fmt: skip
