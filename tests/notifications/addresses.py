from apps.accounts.models import User
from apps.notifications.models import Notice
from tests.architecture.table import EVERYONE, Row

FOR_ALL = {"own": {200: EVERYONE}, "strangers": {200: EVERYONE}}


def a_notice(place):
    """One to the person who asks, or to another."""
    to = place.user if place.whose == "own" else User.objects.create_user("another")
    return {"pk": Notice.objects.create(to=to, text="示例", url="/desk/").pk}


ROWS = [
    Row("notifications:list", **FOR_ALL),
    Row("notifications:read_all", rest=405),
    Row("notifications:read_all", method="post", rest=302),
    Row("notifications:read", a_notice, rest=405),
    Row("notifications:read", a_notice, "post", own={302: EVERYONE}),
]
