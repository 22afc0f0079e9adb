"""A confirmed conclusion with what its review found, as plainly as the database allows."""

from datetime import date

from django.utils import timezone

from apps.accounts.models import User
from apps.deliberation.models import Case, Sitting
from apps.deliberation.rules import Conclusion, conclude
from apps.experts.models import Committee
from apps.organizations.models import Organization
from apps.reviews.models import Finding
from apps.schemes.models import Element
from tests.line import a_guidance, reported

TALLIES = {
    Conclusion.EFFECTIVE: (14, True, True),
    Conclusion.TO_IMPROVE: (11, True, True),
    Conclusion.ABNORMAL: (9, False, False),
}


def confirmed(school, conclusion=Conclusion.ABNORMAL, findings=2):
    """A decided Case of ``school``; its review found that many things."""
    province = Organization.objects.get(code=school.path.split(".")[1])
    agreeing, aimed, effective = TALLIES[conclusion]
    principal, _ = User.objects.get_or_create(username=f"principal-of-{school.code}")
    decider, _ = User.objects.get_or_create(username="the-decider")
    review = reported(school, province, principal, agreeing=agreeing, aimed=aimed, effective=effective)
    for number, element in enumerate(Element.objects.filter(item__guidance=a_guidance()).order_by("order")[:findings], start=1):
        Finding.objects.create(review=review, element=element, found=f"示例发现{number}", advice=f"示例建议{number}")
    committee, _ = Committee.objects.get_or_create(organization=province, defaults={"title": "省诊改专委会", "set_up_on": date(2016, 5, 1)})
    now = timezone.now()
    sitting = Sitting.objects.create(committee=committee, title="第 1 次会议", on=now.date(), state="closed", opened_at=now, closed_at=now)
    return Case.objects.create(
        review=review, school=school, sitting=sitting, state="decided", agreeing=agreeing, aimed=aimed, effective=effective,
        proposed=conclude(agreeing, aimed, effective), deliberated=conclusion, deliberated_at=now, resolution="示例决议", decided=conclusion,
        decided_at=now, decided_by=decider, number=f"示例〔2026〕{Case.objects.count() + 1}号",
    )  # fmt: skip
