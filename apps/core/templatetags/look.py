"""What every template may use: icons, states, figures, dates, form fields, charts."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django import template
from django.forms import Field
from django.forms.boundfield import BoundWidget
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html

from apps.core.numbers import MISSING, shown
from apps.core.text import count_chars

register = template.Library()

# The shape that goes with each kind of state: meaning never rests on the colour.
SHAPES = {"done": "done", "act": "act", "soft": "soft", "info": "half", "wait": "wait", "off": "none"}
# Django's message levels as kinds of state.
KINDS = {"success": "done", "error": "act", "warning": "soft", "info": "info", "debug": "info"}
BRACKETS = str.maketrans("()", "（）")
WEEKDAYS = "一二三四五六日"


@register.simple_tag
def icon(name):
    """The icon ``name`` of static/icons.svg, hidden from readers aloud: words stand beside it."""
    return format_html('<svg class="i" viewBox="0 0 16 16" aria-hidden="true"><use href="{}#i-{}"></use></svg>', static("icons.svg"), name)


@register.simple_tag
def state(kind, text, shape=""):
    """A state as shape and words; ``kind`` is one of done act soft info wait off, ``shape`` another icon than the kind's own."""
    return format_html('<span class="st st-{}">{}{}</span>', kind, icon(shape or SHAPES[kind]), text)


@register.filter
def full_stop(text):
    """``text`` as a sentence that another follows: with its full stop, where it ends in none."""
    text = text.rstrip()
    return text if text.endswith(tuple("。！？；…”’）")) else f"{text.rstrip('，、：,.;:')}。"


@register.filter
def chars(text):
    """The number of 字 in ``text``, as everywhere (A2)."""
    return count_chars(text or "")


@register.filter
def kind(message):
    """The kind of state of a Django message."""
    return KINDS.get(message.level_tag, "info")


@register.filter
def figure(value, places=None):
    """A number for people: thousands parted, half up to ``places``; "—" for none, text that is no number as it stands."""
    try:
        return shown(value, places)
    except InvalidOperation:
        return value


@register.filter
def percent(part, whole):
    """How many of a hundred ``part`` is of ``whole``, to one place; "—" where the whole is nothing."""
    if part is None or not whole:
        return MISSING
    return f"{shown(Decimal(part) * 100 / Decimal(whole), 1)}%"


@register.filter
def full_width(name):
    """A name with the brackets of Chinese text: the dictionary's are half as wide, and frozen copies keep them."""
    return name.translate(BRACKETS)


@register.filter
def school_year(year):
    """2025 → 2025—2026 学年."""
    return f"{year}—{year + 1} 学年"


def _local(value):
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.filter
def day(value):
    """11 月 20 日, for sentences of this year."""
    value = _local(value)
    return f"{value.month} 月 {value.day} 日" if value else MISSING


@register.filter
def full_day(value):
    """2026 年 11 月 20 日, where the year could be in doubt."""
    return f"{_local(value).year} 年 {day(value)}" if value else MISSING


@register.filter
def near_day(value):
    """11 月 20 日; with the year where it is not this one: a day on a desk may be years away."""
    return day(value) if not value or _local(value).year == timezone.localdate().year else full_day(value)


@register.filter
def short_day(value):
    """11-20, for tables; with the year where it is not this one."""
    if not value:
        return MISSING
    return f"{_local(value):%m-%d}" if _local(value).year == timezone.localdate().year else f"{_local(value):%Y-%m-%d}"


@register.filter
def span(first, last):
    """2026 年 11 月 20 日 至 11 月 22 日; one day where both are the same. ISO texts, as frozen contents keep them, stay as they are."""
    if isinstance(first, str):
        return first if first == last else f"{first} 至 {last}"
    if not first or not last or first == last:
        return full_day(first)
    return f"{full_day(first)} 至 {day(last) if last.year == first.year else full_day(last)}"


@register.filter
def short_span(first, last):
    """11-20 至 11-22, for tables."""
    return short_day(first) if first == last else f"{short_day(first)} 至 {short_day(last)}"


@register.filter
def moment(value):
    """11 月 20 日 10:42."""
    return f"{day(value)} {_local(value):%H:%M}" if value else MISSING


@register.filter
def weekday(value):
    """星期五."""
    return f"星期{WEEKDAYS[_local(value).weekday()]}" if value else MISSING


@register.filter
def item(values, place):
    """The value at ``place`` of a list."""
    return values[place]


@register.filter
def iso(value):
    """A date or an aware moment for the ``datetime`` attribute of <time>."""
    value = _local(value)
    return value.isoformat() if isinstance(value, date) else ""


@register.inclusion_tag("components/errors.html")
def errors(form, outcome="没有保存", kept=True):
    """The summary above a form that was refused: it takes the focus and leads to each place. ``kept``: not so of a file, which is chosen again."""
    listed = [(bound.id_for_label or bound.auto_id, _placed(bound, text)) for bound in form.visible_fields() for text in _worded(bound)]
    typed = [bound.value() for bound in form.visible_fields() if getattr(bound.field.widget, "input_type", "") not in ("password", "file")]
    count = len(listed) + len(form.non_field_errors())
    told = {"outcome": outcome, "kept": kept and any(typed), "files": form.is_multipart()}
    return {"entries": listed, "general": form.non_field_errors(), "count": count, **told}


def _placed(bound, text):
    """What is wrong, with the name of its field where the words do not tell: above the form one does not see which it is."""
    return text if f"{bound.label}" in text else f"{bound.label}：{text}"


def _worded(bound):
    """The errors of a field in our own voice: where the field brings no words for what is missing, ours stand in."""
    usual = str(Field.default_error_messages["required"])
    verb = "请选择" if hasattr(bound.field.widget, "choices") else "请勾选" if bound.widget_type == "checkbox" else "请填写"
    return [f"{verb}“{bound.label}”" if text == usual else text for text in bound.errors]


@register.inclusion_tag("components/field.html")
def field(bound, unit="", narrow=False, help=None):
    """One field: label, help, error, control, wired for reading aloud; ``unit`` stands behind the control, ``help`` in place of the field's own."""
    if help is not None:
        bound.help_text = help
    widget = bound.field.widget
    many = getattr(widget, "input_type", "") in ("radio", "checkbox") and hasattr(widget, "subwidgets") and hasattr(widget, "choices")
    ticked = getattr(widget, "input_type", "") == "checkbox" and not many
    return {
        "bound": bound,
        "wrong": "；".join(_worded(bound)),
        "control": None if many else bound.as_widget(attrs={"class": _css(widget, ticked, narrow)}),
        "choices": _choices(bound) if many else [],
        "ticked": ticked,
        "unit": unit,
    }


def _css(widget, ticked, narrow):
    css = "form-check-input" if ticked else "form-select" if getattr(widget, "input_type", "") == "select" else "form-control"
    return f"{css} narrow" if narrow else css


def _choices(bound):
    """The single buttons of a group, each with the class of the look."""
    attrs = bound.build_widget_attrs({"class": "form-check-input", "id": bound.auto_id})
    given = bound.field.widget.subwidgets(bound.html_name, bound.value(), attrs)
    return [BoundWidget(bound.field.widget, data, bound.form.renderer) for data in given]


@register.inclusion_tag("components/chart.html")
def chart(drawn):
    """A figure of ``apps.core.charts`` with its title, unit and table."""
    return {"chart": drawn}
