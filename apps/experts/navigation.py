from apps.accounts.navigation import register, register_own
from apps.experts.models import Expert

GROUP = {"group": "复核"}

register("专家库", order=50, permission="experts.view_expert", view="experts:list", objects=("/experts/",), **GROUP)
register("专委会", order=51, permission="experts.view_committee", view="experts:committees", objects=("/committees/",), **GROUP)
register("专家纪律", order=52, permission="experts.view_conduct", view="experts:conducts", objects=("/conducts/",), **GROUP)
register("与专家的关系", order=53, permission="experts.declare_interest", view="experts:ties", **GROUP)
register_own("专家库中的我", group="复核", view="experts:me", owns=lambda user: Expert.objects.filter(user=user).exists())
