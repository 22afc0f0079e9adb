"""What people do to a review beside the steps of its lifecycle, in the words of the log."""

from apps.administration.log import OWN, name_facts, name_verbs
from apps.reviews.lifecycle import CONFIRM, JUDGE, LEAD, PLAN_AGENDA, READ_SUGGESTION, REPLY, SCHEDULE, SUBMIT, VISIT, WRITE

BY_PERMISSION = {
    SCHEDULE: {
        "take_up": "立项复核", "accept_clashes": "确认排期冲突", "name_member": "指定专家", "dismiss_member": "请专家离组", "move_agenda": "日程随改期移动",
    },
    CONFIRM: {"answer_visit": "答复复核日期"},
    PLAN_AGENDA: {"lay_out_agenda": "按样式排日程", "enter_agenda": "写日程", "drop_agenda": "删去日程"},
    SUBMIT: {"attach_material": "上传复核材料", "submit_material": "提交复核材料"},
    JUDGE: {"judge": "提交判断"},
    VISIT: {"focus": "定复核重点", "note_visit": "现场记录"},
    WRITE: {
        "answer_element": "写组的判断", "enter_finding": "写复核发现", "drop_finding": "删去复核发现", "write_report": "写复核报告", "agree_report": "签认复核报告",
    },
    LEAD: {"suggest": "封存结论建议", "remind_members": "组长提醒"},
    READ_SUGGESTION: {"unseal": "启封结论建议"},
    REPLY: {"reply_review": "就事实答复"},
    OWN: {"answer_naming": "答复参加", "undertake": "签承诺书", "step_down": "因利害关系退出专家组"},
}  # fmt: skip

for permission, verbs in BY_PERMISSION.items():
    name_verbs(permission, **verbs)

name_facts(accepted="已确认的冲突", halves="半天", members="成员", dropped="删去", moved="移动", undertaking="承诺书", expert="专家")
