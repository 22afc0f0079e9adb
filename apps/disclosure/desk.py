from django.urls import reverse

from apps.accounts.access import unit_for
from apps.disclosure.lifecycle import PROPOSE, PROPOSE_ANNOUNCEMENT, PROPOSE_BELOW, PUBLISH_ANNOUNCEMENT
from apps.disclosure.services import below, conclusions
from apps.disclosure.services.announcements import days_of, decided, to_renew, to_withdraw
from apps.disclosure.services.publications import waiting
from apps.workflow.desk import Item, source


@source
def to_propose(user):
    """What was accepted and nobody has proposed yet (M2)."""
    unit = unit_for(user, PROPOSE)
    if unit is None or not (count := waiting(user).count()):
        return []
    return [Item("提出公开已受理的状态数据", "指标已经算出，提出以后由另一人复核", reverse("disclosure:list", args=[unit.code]), "提出", count)]


@source
def conclusions_to_propose(user):
    """What was decided and nobody has proposed to show yet, with the day by which it should be shown (M2, R12.1)."""
    unit = unit_for(user, PROPOSE_ANNOUNCEMENT)
    if unit is None or not (cases := list(decided(user))):
        return []
    days = [show_by for show_by, _due in map(days_of, cases) if show_by]
    address = reverse("disclosure:announcements", args=[unit.code])
    detail = "认定以后按方案的时限公布；公示期也算在内"
    return [Item("提出公开已认定的结论", detail, address, "提出", len(cases), min(days, default=None))]


@source
def teams_to_name(user):
    """The groups that are fixed and not yet named in public (R12.2)."""
    unit = unit_for(user, PROPOSE_ANNOUNCEMENT)
    if unit is None or not (teams := conclusions.teams_to_publish(user)):
        return []
    due = min((review.visit_from for review in teams if review.visit_from), default=None)
    return [Item("公布复核专家组", "名单在进校以前公布", reverse("disclosure:announcements", args=[unit.code]), "公布", len(teams), due)]


@source
def conclusions_to_withdraw(user):
    """What must not stay in public (M4)."""
    if unit_for(user, PUBLISH_ANNOUNCEMENT) is None:
        return []
    return [Item(f"撤回结论：{why}", str(row.school), row.get_absolute_url(), "撤回") for row, why in to_withdraw(user)]


@source
def conclusions_to_renew(user):
    """What was published without the school's own report, which is there by now (R12.2)."""
    if unit_for(user, PUBLISH_ANNOUNCEMENT) is None:
        return []
    return [Item("为结论补上自我诊改报告", str(row.school), row.get_absolute_url(), "另出一版") for row in to_renew(user)]


@source
def lists_to_compile(user):
    """The school years that are closed and have no list of the schools below the conditions that stands or is proposed (R12.1)."""
    unit = unit_for(user, PROPOSE_BELOW)
    if unit is None or not (waiting := below.to_compile(user)):
        return []
    detail = "、".join(f"{year}—{year + 1} 学年" for _province, year in waiting[:3])
    return [Item("编制未达条件名单", detail, reverse("disclosure:below_lists", args=[unit.code]), "编制", len(waiting))]
