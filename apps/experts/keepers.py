from apps.administration.services.people import kept_by
from apps.experts.models import Expert


@kept_by
def who_keeps_the_pool(person):
    """An expert's password opens the reviews he is named to, at other schools too: it is the pool's and not his school's (R9.3)."""
    expert = Expert.objects.admitted().filter(user=person).select_related("province").first()
    return f"{expert.province}（专家库）或国家级经办" if expert else ""
