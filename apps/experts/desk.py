from django.urls import reverse_lazy
from django.utils.timezone import localdate

from apps.experts.models import Expert
from apps.experts.selectors.pool import expert_of
from apps.workflow.desk import Item, Other, beside, source

OWN = reverse_lazy("experts:me")


@source
def to_confirm(user):
    """An expert who has never said anything of his ties is asked to, once he is in the pool."""
    expert = expert_of(user)
    if expert is None or expert.state != Expert.State.ADMITTED or expert.confirmed_on:
        return []
    return [Item("核对本人情况，申报与学校的利害关系", f"{expert.province}诊改专家库", OWN, "去核对")]


@beside
def own_entry(user, found):
    """Where an expert finds what is his: he needs no post, and so no list of the menu is open to him."""
    expert = expert_of(user)
    if expert is None:
        return
    trained = expert.state == Expert.State.ADMITTED and expert.trainings.on(localdate()).exists()
    kind, verdict = {True: ("done", "已培训"), False: ("soft", "没有有效的培训")}[trained]
    if expert.state != Expert.State.ADMITTED:
        kind, verdict = "off", expert.get_state_display()
    found.own.append(Other("我在专家库的情况", "任职、培训、利害关系、承诺书", OWN, kind, verdict))
