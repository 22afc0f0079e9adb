"""What people do to a review beside the steps of its lifecycle, in the words of the log."""

from apps.administration.log import name_verbs

VERBS = {
    "take_up": "立项复核", "answer_visit": "答复复核日期", "name_member": "指定专家", "dismiss_member": "请专家离组", "undertake": "签承诺书",
    "step_down": "因利害关系退出专家组", "lay_out_agenda": "按样式排日程", "enter_agenda": "写日程", "drop_agenda": "删去日程", "move_agenda": "日程随改期移动",
    "answer_naming": "答复参加", "attach_material": "上传复核材料", "submit_material": "提交复核材料", "judge": "提交判断", "focus": "定复核重点",
    "note_visit": "现场记录", "answer_element": "写组的判断", "enter_finding": "写复核发现", "drop_finding": "删去复核发现", "write_report": "写复核报告",
    "agree_report": "签认复核报告", "suggest": "封存结论建议", "unseal": "启封结论建议", "reply_review": "就事实答复",
}  # fmt: skip

name_verbs(**VERBS)
