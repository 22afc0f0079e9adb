from django.conf import settings

from apps.accounts.navigation import menu, unit_of


def work(request):
    """What every page of the work side shows around its subject: who one is, where, and where one can go."""
    around = {"demonstration": settings.DEMONSTRATION}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return around
    post = unit_of(user, request.path)
    return around | {
        "navigation": menu(user, request.path),
        "unit": post.organization if post else None,
        "post_label": post.get_role_display() if post else "",
    }
