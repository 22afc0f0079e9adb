"""The log in words: what each verb is called, and what changed in an entry."""

from dataclasses import dataclass

from apps.workflow.lifecycle import LIFECYCLES

VERBS = {
    "open_unit": "设立机构", "move": "调整隶属", "enter_register": "更新学校登记", "open_account": "新开账户", "appoint": "任命",
    "end_post": "结束岗位", "bar": "登记回避", "change_password": "修改密码", "reset_password": "重设密码", "store_file": "存入文件",
    "certify": "出具验证码", "read": "查看",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One entry for people: ``changes`` are (name of the field, before, after), empty where there was nothing."""

    entry: object
    verb: str
    thing: str
    changes: list


def name_verbs(**words):
    """Say at start-up what the verbs of a higher app are called; the steps of lifecycles say it themselves."""
    VERBS.update(words)


def verbs():
    """What every verb is called, by verb."""
    steps = {step.name: step.label for lifecycle in LIFECYCLES.values() for step in lifecycle.steps.values()}
    return {**VERBS, **steps}


def lines(entries):
    """The entries as Lines: nothing is asked of the objects, so that a page costs no query an entry."""
    words = verbs()
    return [Line(entry, words.get(entry.verb, entry.verb), term(entry.content_type.model_class()), _changes(entry)) for entry in entries]


def term(model):
    """The Chinese term of a model: the beginning of its docstring."""
    return model.__doc__.partition(":")[0] if model else "已撤除的对象"


def _changes(entry):
    model = entry.content_type.model_class()
    fields = [*entry.after, *(name for name in entry.before if name not in entry.after)]
    return [
        (_label(model, name), entry.before.get(name), entry.after.get(name)) for name in fields if entry.before.get(name) != entry.after.get(name)
    ]


def _label(model, name):
    known = {field.name: field.verbose_name for field in model._meta.concrete_fields} if model else {}
    return known.get(name, name)
