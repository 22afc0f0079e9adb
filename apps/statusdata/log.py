"""What people do to status data beside the steps of its lifecycles, in the words of the log."""

from apps.administration.log import name_facts, name_verbs
from apps.statusdata.lifecycle import ANSWER, CERTIFY, CHECK, FILL, MANAGE, REMARK

BY_PERMISSION = {
    MANAGE: {"plan_round": "建立轮次", "open_return": "建立上报", "remind": "催报"},
    CERTIFY: {"assign": "分派填报人"},
    CHECK: {"remind_schools": "催报学校"},
    FILL: {
        "type": "填写", "add_rows": "增加行", "remove_row": "删去一行", "carry_over": "带入上年各行", "declare_empty": "声明无此类记录",
        "explain": "书面说明", "bring_in": "导入工作簿",
    },
    REMARK: {"remark": "写批注", "withdraw_remark": "撤回批注"},
    ANSWER: {"answer_remark": "答复批注"},
}  # fmt: skip
VERBS = {verb: words for verbs in BY_PERMISSION.values() for verb, words in verbs.items()}

for permission, verbs in BY_PERMISSION.items():
    name_verbs(permission, **verbs)

name_facts(
    **{"return": "上报", "returns": "上报", "form": "表", "position": "行号", "empty": "无此类记录", "changes": "改动", "values": "数值", "rows": "各行"},
    check="规则", checks="规则", row="记录", text="说明", file="文件", sha256="摘要",
)  # fmt: skip
