"""What waits for an expert of a group, for its lead, and for the school, beside the steps of the lifecycle."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.timezone import localdate

from apps.accounts.access import objects_for
from apps.reviews.contents import GIVEN, answer_due, fingerprint
from apps.reviews.lifecycle import CONFIRM, LEAD, REPLY, REVIEW, SCHEDULE, SERVE
from apps.reviews.models import Agreement, Member, Reply, Review, Stage
from apps.reviews.services.judgements import stage_of
from apps.schemes.models import Element
from apps.workflow.desk import Item, Other, beside, source

#: State -> the stage in which everybody judges, the step by which the lead ends it, how that stands on his desk, until when.
ENDED = {
    Review.State.JUDGING: (Stage.DATA, REVIEW["open_papers"], "全组研判齐了，开卷", "visit_from"),
    Review.State.VISITING: (Stage.VISIT, REVIEW["depart"], "全组判断齐了，结束进校", "visit_to"),
}


@source
def of_an_expert(user):
    """His undertaking, the days, what he has still to judge, the report to agree to; an Item for each review he serves in."""
    mine = objects_for(user, SERVE, Review.objects.exclude(state=Review.State.REPORTED))
    agreed = Subquery(Agreement.objects.filter(member=OuterRef("pk")).values("digest"))
    rows = Member.objects.serving().filter(expert__user=user, review__in=mine)
    rows = rows.annotate(agreed=agreed, data=GIVEN[Stage.DATA], visit=GIVEN[Stage.VISIT])
    rows = list(rows.select_related("review__school", "review__scheme"))
    sizes = _sizes([row.review for row in rows])
    return [item for row in rows for item in _of_a_member(row, sizes.get(row.review.scheme.guidance_id, 0))]


def _sizes(reviews):
    """Key of a guidance -> how many elements it has, of those of ``reviews``."""
    rows = Element.objects.filter(item__guidance__in={review.scheme.guidance_id for review in reviews}).values_list("item__guidance")
    return dict(rows.annotate(number=Count("pk")).order_by()) if reviews else {}


def _of_a_member(member, size):
    review, stage = member.review, stage_of(member.review)
    page = review.get_absolute_url()
    if member.undertaken_at is None:
        return [Item("签承诺书", str(review), reverse("reviews:undertake", args=[review.pk]), "去签", due=review.materials_due)]
    if review.state == Review.State.SCHEDULED and not (member.confirmed_at or member.asked):
        return [Item("确认能否参加", str(review), reverse("reviews:answer_naming", args=[review.pk]), "答复", due=review.materials_due)]
    left = size - getattr(member, stage) if stage else 0
    if left > 0:
        words, due = ("据数据研判", review.visit_from) if stage == Stage.DATA else ("现场之后判断", review.visit_to)
        return [Item(words, f"{review}，还有 {left} 个要素", page, "去判断", due=due)]
    if review.state == Review.State.WRITING and (member.agreed is None or member.agreed != fingerprint(review)):
        return [Item("商定并签认复核报告", str(review), reverse("reviews:match", args=[review.pk]), "去比对")]
    return []


@source
def of_a_lead(user):
    """The step that ends a stage, once everybody of the group has judged."""
    found = []
    for review, owing in _led(user):
        _stage, step, words, due = ENDED[review.state]
        if not owing:
            found.append(Item(words, str(review), review.get_absolute_url(), step.label, due=getattr(review, due)))
    return found


@beside
def awaited_by_a_lead(user, found):
    """Until then: whom of the group he waits for."""
    for review, owing in _led(user):
        names = [str(member.expert) for member in owing if member.expert.user_id != user.pk]
        if names:
            detail = f"还没有交齐判断：{'、'.join(names)}；齐后{ENDED[review.state][1].label}"
            found.others.append(Other(str(review), detail, review.get_absolute_url(), "wait", f"等 {len(names)} 人"))


def _led(user):
    """(review, those of its group who have still to judge) of the reviews whose group judges now and that ``user`` leads; in three queries."""
    rows = list(objects_for(user, LEAD, Review.objects.filter(state__in=ENDED)).select_related("school", "scheme"))
    sizes, owing = _sizes(rows), {}
    members = Member.objects.serving().filter(review__in=rows).select_related("expert__user", "review__scheme").order_by("duty", "named_at")
    for member in members.annotate(data=GIVEN[Stage.DATA], visit=GIVEN[Stage.VISIT]) if rows else []:
        if getattr(member, ENDED[member.review.state][0]) < sizes.get(member.review.scheme.guidance_id, 0):
            owing.setdefault(member.review_id, []).append(member)
    return [(review, owing.get(review.pk, [])) for review in rows]


@source
def of_a_school(user):
    """The days to confirm and the facts of the report to answer on, while there is time."""
    rows = Review.objects.select_related("school", "scheme")
    asked = objects_for(user, CONFIRM, rows.filter(state=Review.State.SCHEDULED, school_confirmed_at=None, school_asked=""))
    found = [Item("答复复核日期", str(row), reverse("reviews:answer_visit", args=[row.pk]), "答复", due=row.materials_due) for row in asked]
    papers = objects_for(user, "reviews.submit_material", rows.filter(state=Review.State.SCHEDULED, materials_at=None))
    found += [Item("提交复核材料", str(row), row.get_absolute_url(), "去提交", due=row.materials_due) for row in papers]
    silent = ~Exists(Reply.objects.filter(review=OuterRef("pk")))
    for row in objects_for(user, REPLY, rows.filter(silent, state=Review.State.REPORTED)):
        if (due := answer_due(row)) and localdate() <= due:
            found.append(Item("就复核报告的事实答复", str(row), reverse("reviews:reply", args=[row.pk]), "去答复", due=due))
    return found


@source
def of_who_schedules(user):
    """The schools and the experts who asked for other days, or for somebody else: each waits for new days or an answer."""
    asked = Member.objects.serving().exclude(asked="").filter(review=OuterRef("pk"))
    rows = Review.objects.filter(Exists(asked) | ~Q(school_asked=""), state=Review.State.SCHEDULED).select_related("school")
    words = {True: "学校请求改期", False: "专家不能按期参加"}
    return [
        Item(words[bool(row.school_asked)], str(row), row.get_absolute_url(), "去处理", due=row.materials_due)
        for row in objects_for(user, SCHEDULE, rows.order_by("materials_due", "pk"))
    ]
