"""An import as it is shown: codes and stored values in words, by form."""

from dataclasses import dataclass, field

from apps.dictionary.values import shown
from apps.jobs.models import Job

WHY = {
    "closed": "上报已经签字交出，或者本轮已经结束，没有写入",
    "gone": "这一行已被别人改过或删去，没有动",
    "many": "这张表的行数已到上限，没有加上",
}


@dataclass(frozen=True)
class ShownCell:
    """``number`` is its place in the plan's list, by which a clash is ticked."""

    number: int
    at: str
    name: str
    unit: str
    before: str
    after: str
    note: str


@dataclass
class ShownForm:
    form: object
    cells: list = field(default_factory=list)
    clashes: list = field(default_factory=list)
    added: list = field(default_factory=list)
    removed: list = field(default_factory=list)
    same: int = 0


@dataclass(frozen=True)
class ShownRow:
    number: int
    label: str
    words: list


@dataclass(frozen=True)
class ShownPlan:
    forms: list
    corrections: list
    problems: list
    notes: list
    hard: list
    soft: list
    writes: int
    rows: int
    read: int

    @property
    def nothing(self):
        return not any(form.cells or form.clashes or form.added or form.removed for form in self.forms)


def job_of(row):
    """The latest job of an import, or None."""
    return Job.objects.filter(kind__in=["statusdata.read_workbook", "statusdata.apply_workbook"], key=str(row.pk)).order_by("-asked").first()


def shown_plan(plan, book):
    """A kept plan (``workbook.comparing.Plan``) as the page shows it."""
    forms = {form.code: ShownForm(form, same=plan["same"].get(form.code, 0)) for form in book.forms}
    for kind in ("cells", "clashes"):
        for number, change in enumerate(plan[kind]):
            getattr(forms[change["form"]], kind).append(_cell(number, change, book))
    for kind in ("added", "removed"):
        for number, row in enumerate(plan[kind]):
            getattr(forms[row["form"]], kind).append(_row(number, row, forms[row["form"]].form))
    told = [form for form in forms.values() if form.cells or form.clashes or form.added or form.removed]
    hard = [finding for finding in plan["findings"] if finding["severity"] == "error"]
    soft = [finding for finding in plan["findings"] if finding["severity"] != "error"]
    writes = len(plan["cells"]) + sum(len(row["values"]) for row in plan["added"])
    corrections = [{**each, "name": book.fields[each["field"]].name} for each in plan["corrections"]]
    return ShownPlan(told, corrections, plan["problems"], plan["notes"], hard, soft, writes, len(plan["added"]), plan["read"])


def _cell(number, change, book):
    about = book.fields[f"{change['form']}.{change['field']}"]
    return ShownCell(number, change["at"], about.name, about.unit, shown(about, change["before"]), shown(about, change["after"]), change["note"])


def _row(number, row, form):
    words = [(about.name, f"{shown(about, row['values'][about.code])}{about.unit}") for about in form.fields if about.code in row["values"]]
    return ShownRow(number, f"第 {row['row']} 行" if "row" in row else "", words)


def shown_report(report, book):
    """The outcome: counts, and each cell left with its reason in words."""
    return {**report, "left": [_left(each, book) for each in report["left"]]}


def _left(each, book):
    about = book.fields.get(f"{each['form']}.{each['field']}")
    if each["why"] == "overtaken":
        who = f"{each['who']}改成了" if each["who"] else "已经改成"
        why = f"预览以后，{who} {shown(about, each['now'])}；没有覆盖，请在填报页核对"
    else:
        why = WHY[each["why"]]
    return {
        "at": each["at"] or each["form"],
        "name": about.name if about else "整行",
        "after": shown(about, each["after"]) if about else "",
        "why": why,
    }
