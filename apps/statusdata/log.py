"""What people do to status data beside the steps of its lifecycles, in the words of the log."""

from apps.administration.log import name_verbs

VERBS = {
    "plan_round": "建立轮次", "remind": "催报", "open_return": "建立上报", "assign": "分派填报人", "type": "填写", "add_row": "增加一行",
    "remove_row": "删去一行", "carry_over": "带入上年各行", "declare_empty": "声明无此类记录", "explain": "书面说明", "bring_in": "导入工作簿",
    "remark": "写批注", "answer_remark": "答复批注",
}  # fmt: skip

name_verbs(**VERBS)
