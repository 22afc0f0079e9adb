"""What people do about experts and committees beside the steps of their lifecycles, in the words of the log."""

from apps.administration.log import name_verbs

VERBS = {
    "nominate": "推荐专家", "confirm_expert": "核对本人情况", "describe_expert": "改专家情况", "employ_expert": "登记任职", "train_expert": "登记培训",
    "declare_interest": "申报利害关系",
    "end_interest": "写明关系结束", "withdraw_interest": "撤销利害关系申报", "report_conduct": "登记对专家的反映", "set_up_committee": "设立专委会",
    "enrol_member": "增加委员", "end_membership": "结束委员任期", "put_forward": "推荐全国专委会人选", "take_back": "撤回全国专委会人选",
    "report_roster": "报送委员名单",
}  # fmt: skip

name_verbs(**VERBS)
