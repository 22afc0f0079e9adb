"""What people do to status data beside the steps of its lifecycles, in the words of the log."""

from apps.administration.log import has_parts, name_facts, name_verbs, names_codes
from apps.dictionary.models import Field
from apps.statusdata.lifecycle import ANSWER, CERTIFY, CHECK, FILL, MANAGE, REMARK
from apps.statusdata.models import Record, Remark, Sheet

BY_PERMISSION = {
    MANAGE: {"plan_round": "建立轮次", "open_return": "建立上报", "remind": "催报"},
    CERTIFY: {"assign": "分派填报人"},
    CHECK: {"remind_schools": "催报学校"},
    FILL: {
        "type": "填写", "add_rows": "增加行", "remove_row": "删去一行", "carry_over": "带入上年各行", "declare_empty": "声明无此类记录",
        "explain": "书面说明", "bring_in": "导入工作簿", "export_workbook": "导出工作簿",
    },
    REMARK: {"remark": "写批注", "withdraw_remark": "撤回批注"},
    ANSWER: {"answer_remark": "答复批注"},
}  # fmt: skip
VERBS = {verb: words for verbs in BY_PERMISSION.values() for verb, words in verbs.items()}

for permission, verbs in BY_PERMISSION.items():
    name_verbs(permission, **verbs)

name_facts(
    clashes="仍写入的冲突", removals="确认删去的行", writers="填写人", round="轮次", school="学校", organiser="主办",
    **{"return": "上报", "returns": "上报", "form": "表", "position": "行号", "empty": "无此类记录", "changes": "改动", "values": "数值", "rows": "各行"},
    check="规则", checks="规则", row="记录", text="说明", file="文件", sha256="摘要",
)  # fmt: skip


@names_codes
def fields(codes):
    """What the dictionary calls its fields; one code may have a name in each of several forms."""
    found = {}
    for code, name in Field.objects.filter(code__in=codes).order_by("form__order", "order").values_list("code", "name"):
        found.setdefault(code, {})[name] = None
    return {code: "／".join(names) for code, names in found.items()}


@has_parts
def parts_of_a_return(key):
    """Its cells, forms and remarks; explanations are written of the return itself."""
    return [part for model in (Record, Sheet, Remark) for part in model.objects.filter(upload=key).values_list("pk", flat=True)]
