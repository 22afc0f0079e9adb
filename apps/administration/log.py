"""The log in words: what each verb is called, and what changed in an entry."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType

from apps.accounts.models import User
from apps.organizations.models import Organization
from apps.workflow.lifecycle import LIFECYCLES

#: Whose keys stand as names in the log; anything else is named by its term alone.
NAMED = (User, Organization)

VERBS = {
    "open_unit": "设立机构", "move": "调整隶属", "enter_register": "更新学校登记", "open_account": "新开账户", "appoint": "任命",
    "end_post": "结束岗位", "bar": "登记回避", "change_password": "修改密码", "reset_password": "重设密码", "store_file": "存入文件",
    "certify": "出具验证码", "read": "查看", "cancel": "停止任务",
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
    """The entries as Lines, at a fixed number of queries: of the objects nothing is asked but the names of people and units."""
    words, names = verbs(), _names(entries)
    return [Line(entry, words.get(entry.verb, entry.verb), term(_model(entry)), _changes(entry, names)) for entry in entries]


def term(model):
    """The Chinese term of a model: the beginning of its docstring."""
    return model.__doc__.partition(":")[0] if model else "已撤除的对象"


def _model(entry):
    return entry.content_type.model_class()


def _fields(entry):
    """The fields of the entry's object by the names under which the log may keep them."""
    fields = _model(entry)._meta.concrete_fields if _model(entry) else []
    return {name: field for field in fields for name in (field.name, field.attname)}


def _names(entries):
    """Key -> name of every person and unit that the entries speak of."""
    keys = {model: set() for model in NAMED}
    for entry in entries:
        for name, field in _fields(entry).items():
            if field.related_model in keys:
                keys[field.related_model] |= {entry.before.get(name), entry.after.get(name)} - {None}
    return {str(row.pk): str(row) for model, wanted in keys.items() for row in model.objects.filter(pk__in=wanted)}


def _changes(entry, names):
    fields = _fields(entry)
    kept = {**entry.before, **entry.after}
    ordered = [*(name for name in fields if name in kept), *(name for name in kept if name not in fields)]
    ordered = [name for name in ordered if getattr(fields.get(name), "related_model", None) is not ContentType]  # Its key says nothing to people.
    return [
        (_label(fields.get(name), name), *(_words(fields.get(name), side.get(name), names) for side in (entry.before, entry.after)))
        for name in ordered
        if entry.before.get(name) != entry.after.get(name)
    ]


def _label(field, name):
    if field is None:
        return name
    return term(field.related_model) if field.related_model and field.verbose_name.isascii() else field.verbose_name


def _words(field, value, names):
    """A value of the log as people read it: a name for a key, the words of a choice, 是 and 否."""
    if value is None or isinstance(value, (list, dict)):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    return names.get(str(value)) or str(dict(getattr(field, "flatchoices", [])).get(value, value))
