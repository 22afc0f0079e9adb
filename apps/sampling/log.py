"""What people do in sampling beside the steps of its lifecycles, in the words of the log."""

from apps.administration.log import name_verbs
from apps.sampling.lifecycle import APPLY, MANAGE, MANAGE_PLAN

name_verbs(
    MANAGE_PLAN,
    draw_up_plan="起草实施规划", explain_shortfall="说明未达到的原因", begin_draw="开始抽样", name_pilot="登记试点校", end_pilot="结束试点",
)  # fmt: skip
name_verbs(MANAGE, draft_frame="编制抽样框", settle_draw="设定抽样")
name_verbs(APPLY, apply_review="申请复核")
