"""The log in words: what each verb is called, and what changed in an entry."""

import re
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.utils.dateparse import parse_datetime
from django.utils.timezone import localtime

from apps.accounts.access import stood_in_for
from apps.accounts.models import User
from apps.audit.services import standing_in
from apps.organizations.models import Organization
from apps.organizations.pinyin import spelled
from apps.workflow.lifecycle import LIFECYCLES

#: Whose keys stand as names in the log; anything else is named by its term alone.
NAMED = (User, Organization)
APPOINT = "accounts.appoint_post"
KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

VERBS = {}
#: What is written beside the fields of an object, by the name under which the log keeps it.
FACTS = {}
#: So many of a list's entries are shown; the log keeps them all.
MOST = 20
#: Verb -> the permission under which it is done, or a function of the object that tells it, alone or with the object of which it is asked;
#: steps of lifecycles have it in their tables.
UNDER = {}
#: Under no permission: what the program does, and what everybody does for himself alone.
OWN = ""


#: A moment as the log keeps it.
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\S*")
#: Asked what codes are called that stand for fields in the log (floors above register here at start-up): codes -> {code: words}.
CODES = []
#: Asked which further objects belong to one: its key -> their keys.
PARTS = []


@dataclass(frozen=True)
class Line:
    """One entry for people: ``thing`` is what it is about and ``name`` which, "" where the reader of the log need not know; ``changes`` are
    (name of the field, before, after), empty where there was nothing."""

    entry: object
    verb: str
    thing: str
    name: str
    changes: list


def name_verbs(under, **words):
    """Say at start-up what the verbs of an app are called and ``under`` which permission they are done; steps of lifecycles say it themselves.

    ValueError where another app calls something by that verb: the log would call both alike.
    """
    if taken := words.keys() & VERBS.keys():
        raise ValueError(taken)
    VERBS.update(words)
    UNDER.update(dict.fromkeys(words, under))


def names_codes(function):
    """Register ``function(codes)`` -> {code: what it is called} of the codes it knows."""
    CODES.append(function)
    return function


def has_parts(function):
    """Register ``function(key)`` -> the keys of the objects that belong to the one of this key, where it is of its kind."""
    PARTS.append(function)
    return function


def with_parts(key):
    """``key`` and the keys of all that belongs to it."""
    return [key, *(part for ask in PARTS for part in ask(key))]


def name_facts(**words):
    """Say at start-up what the things are called that an app writes into the log beside an object's own fields."""
    FACTS.update(words)


name_facts(into="并入", at="时间", changed_at="变动时间", answered_at="答复时间", on="日期", until="至", title="名称", name="名称")
name_verbs(
    "organizations.manage_organization", open_unit="设立机构", rename="更名", move="调整隶属", close_unit="撤销", enter_register="更新学校登记"
)
name_verbs(
    APPOINT,
    open_account="新开账户",
    appoint="任命",
    end_post="结束岗位",
    drop_deputy="取消代理",
    drop_post="取消岗位",
    bar="登记回避",
    limit_bar="改回避期限",
    reset_password="重设密码",
)
name_verbs(lambda file: file.permission, store_file="存入文件", read="查看")
name_verbs("jobs.cancel_job", cancel="停止任务")
name_verbs(OWN, sign_in="登录", sign_out="退出", change_password="修改密码", certify="出具验证码")


@standing_in
def whom_a_deputy_stood_in_for(by, verb, target):
    """The key of the person for whom ``by`` did it, by the permission that the act needs; None where a post of his own leads there."""
    step = LIFECYCLES[target._meta.label].steps.get(verb) if target._meta.label in LIFECYCLES else None
    permission = step.permission if step else UNDER.get(verb, "")
    asked = permission(target) if callable(permission) else permission
    permission, place = asked if isinstance(asked, tuple) else (asked, target)
    return stood_in_for(by, permission, place) if permission else None


def verbs():
    """What every verb is called, by verb; one that means several things has all their words."""
    words = {verb: [label] for verb, label in VERBS.items()}
    for step in (step for lifecycle in LIFECYCLES.values() for step in lifecycle.steps.values()):
        words.setdefault(step.name, []).append(step.label)
    return {verb: "、".join(dict.fromkeys(labels)) for verb, labels in words.items()}


def grouped_verbs():
    """[(app, [(verbs, word), …]), …] for choosing: a word stands once in its app, with every verb that is called so, both in the order of pinyin."""
    found = {}
    for lifecycle in LIFECYCLES.values():
        for step in lifecycle.steps.values():
            found.setdefault(lifecycle.model._meta.app_label, {}).setdefault(step.label, set()).add(step.name)
    for verb, word in VERBS.items():
        under = UNDER.get(verb, "")
        app = under.partition(".")[0] if isinstance(under, str) else ""
        found.setdefault(app, {}).setdefault(word, set()).add(verb)
    groups = [(_app(app), sorted(((",".join(sorted(some)), word) for word, some in words.items()), key=_by_word)) for app, words in found.items()]
    return sorted(groups, key=lambda group: spelled(group[0]))


def _by_word(pair):
    return spelled(pair[1])


def _app(label):
    """What an app is about: the beginning of its docstring."""
    return apps.get_app_config(label).module.__doc__.partition(":")[0] if label in apps.app_configs else "其他"


def lines(entries):
    """The entries as Lines, at a fixed number of queries: of the objects nothing is asked but the names of people and units."""
    words, names = verbs(), _names(entries)
    return [Line(entry, _verb(entry, words), term(_model(entry)), names.get(str(entry.object_id), ""), _changes(entry, names)) for entry in entries]


def _verb(entry, words):
    """The step's own label where the object has such a step: two lifecycles may name different steps alike."""
    model = _model(entry)
    step = LIFECYCLES[model._meta.label].steps.get(entry.verb) if model and model._meta.label in LIFECYCLES else None
    return step.label if step else VERBS.get(entry.verb) or words.get(entry.verb, entry.verb)


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
    """Key -> name of every person and unit that the entries speak of, and code -> name of every field of an app's own."""
    kept = {str(value) for entry in entries for side in (entry.before, entry.after) for value in side.values()}
    keys = [value for value in [*kept, *(str(entry.object_id) for entry in entries)] if KEY.fullmatch(value)]
    codes = {code for entry in entries for side in (entry.before, entry.after) for code in _codes(side)}
    called = {code: words for ask in CODES for code, words in ask(codes).items()}
    return called | {str(row.pk): str(row) for model in NAMED for row in model.objects.filter(pk__in=keys)}


def _codes(value):
    """Whatever may be the code of a field somewhere in ``value``."""
    if isinstance(value, dict):
        return {*value, *(code for inner in value.values() for code in _codes(inner))}
    if _is_typed(value):
        return {value[0]}
    return {code for inner in value for code in _codes(inner)} if isinstance(value, list) else {value} if isinstance(value, str) else set()


def _changes(entry, names):
    fields = _fields(entry)
    kept = {**entry.before, **entry.after}
    ordered = [*(name for name in fields if name in kept), *(name for name in kept if name not in fields)]
    ordered = [name for name in ordered if getattr(fields.get(name), "related_model", None) is not ContentType]  # Its key says nothing to people.
    return [
        (_label(fields.get(name), name, names), *(_words(fields.get(name), side.get(name), names) for side in (entry.before, entry.after)))
        for name in ordered
        if entry.before.get(name) != entry.after.get(name)
    ]


def _label(field, name, names):
    if field is None or field.verbose_name.isascii() and not field.related_model:
        return FACTS.get(name) or names.get(name, name)
    return term(field.related_model) if field.verbose_name.isascii() else field.verbose_name


def _words(field, value, names):
    """A value of the log as people read it: a name for a key, the words of a choice, 是 and 否; None for what is empty."""
    if value is None or value == "":
        return None
    if isinstance(value, (list, dict)):
        return _listed(value, names)
    if value in (choices := dict(getattr(field, "flatchoices", []))):
        return str(choices[value])
    return _plain(value, names)


def _plain(value, names):
    if isinstance(value, bool):
        return "是" if value else "否"
    return _moment(value) or names.get(str(value), str(value))


def _moment(value):
    """A moment as people write it; "" for what is none, though it may look like one: people type what they like."""
    if not isinstance(value, str) or not MOMENT.fullmatch(value):
        return ""
    try:
        at = parse_datetime(value)
        return f"{localtime(at) if at.tzinfo else at:%Y-%m-%d %H:%M}"
    except (ValueError, OverflowError):
        return ""


def _listed(value, names):
    """A list or a mapping in a line; what was typed as [field, before, after, when] says what became what."""
    if isinstance(value, dict):
        parts = [f"{_label(None, name, names)} {_flat(inner, names)}" for name, inner in value.items()]
    else:
        parts = [_became(inner, names) if _is_typed(inner) else _flat(inner, names) for inner in value]
    more = f"；等 {len(parts)} 项" if len(parts) > MOST else ""
    return "；".join(parts[:MOST]) + more or None


def _became(typed, names):
    code, before, after, _at = typed
    return f"{names.get(code, code)} {_flat(before, names)} → {_flat(after, names)}"


def _flat(value, names):
    if isinstance(value, (list, dict)):
        return f"（{_listed(value, names) or '空'}）"
    return "空" if value in (None, "") else _plain(value, names)


def _is_typed(value):
    return isinstance(value, list) and len(value) == 4 and isinstance(value[0], str)
