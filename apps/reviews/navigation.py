from apps.accounts.navigation import register, register_own
from apps.reviews.models import Member

register("现场复核", group="复核", order=33, permission="reviews.view_review", view="reviews:list", objects=("/reviews/",))
register_own("我的复核", group="复核", view="reviews:mine", owns=lambda user: Member.objects.serving().filter(expert__user=user).exists())
