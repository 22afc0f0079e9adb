"""What people do to a scheme beside the steps of its lifecycle, in the words of the log."""

from apps.administration.log import name_verbs
from apps.schemes.lifecycle import ANNOTATE, DRAFT

name_verbs(
    DRAFT,
    draft_scheme="起草新版方案", revise_scheme="修改方案", add_point="增设诊断点", remove_point="去掉增设的诊断点", note_hint="写提示注解",
    remove_note="去掉提示注解", adjust_condition="调整条件", remove_adjustment="撤销条件调整",
)  # fmt: skip
name_verbs(ANNOTATE, annotate_scheme="写本市说明", withdraw_note="撤回本市说明")
