"""Who may be named to a group, in a proposed order: the fewest reviews of the year first (H5); the person decides."""

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from apps.experts.models import Conduct, Expert, Training
from apps.experts.selectors.ties import conflicts_of
from apps.reviews.models import Member


def candidates(review, day):
    """(experts to choose from, those left out with the first of their ties): in the pool of the review's province and not in its group (R2.5).

    Each to choose from has ``load`` (reviews of the year), ``training`` (None: none holds) with ``trained_until``, and ``open_conducts``.
    """
    pool = Expert.objects.admitted().filter(province=review.scheme.province).exclude(members__in=review.members.serving())
    ties = conflicts_of(pool, [review.school], day)
    tied = {expert: found for (expert, _school), found in ties.items()}
    named = Member.objects.serving().filter(expert=OuterRef("pk"), review__selection__draw__year=day.year)
    trained = Training.objects.filter(expert=OuterRef("pk")).on(day).order_by("-until")
    rows = pool.select_related("user").annotate(
        load=Coalesce(Subquery(named.order_by().values("expert").annotate(number=Count("pk")).values("number")), 0),
        training=Subquery(trained.values("pk")[:1]), trained_until=Subquery(trained.values("until")[:1]),
        open_conducts=Count("conducts", filter=Q(conducts__state=Conduct.State.RECEIVED)),
    )  # fmt: skip
    return rows.exclude(pk__in=tied).order_by("load", "user__name", "pk"), [(row, tied[row.pk][0]) for row in rows.filter(pk__in=tied)]


def candidate_words(expert, known):
    """A candidate in a line, what speaks against him last; ``known``: code of a speciality -> its name."""
    facts = [expert.get_kind_display(), expert.employer, f"今年 {expert.load} 次", _training(expert)]
    if expert.specialities:
        facts.insert(2, f"专长 {'、'.join(known.get(code, code) for code in expert.specialities)}")
    warned = [f"有 {expert.open_conducts} 件纪律事项没有办结"] if expert.open_conducts else []
    return f"{expert}（{'，'.join(facts)}）" + "".join(f" ⚠ {words}" for words in warned)


def _training(expert):
    if expert.training is None:
        return "⚠ 没有有效的培训"
    return f"培训有效至 {expert.trained_until:%Y-%m-%d}" if expert.trained_until else "培训长期有效"
