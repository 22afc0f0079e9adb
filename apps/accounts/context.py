from django.conf import settings

from apps.accounts.navigation import menu, post_at


def work(request):
    """What every page of the work side shows around its subject: who one is, where, and where one can go."""
    around = {"demonstration": settings.DEMONSTRATION}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return around
    about = getattr(request, "about", None)
    post = post_at(user, request.path, about)
    return around | {
        "navigation": menu(user, request.path, about),
        "unit": post.organization if post else None,
        "post_label": post.get_role_display() if post else "",
    }
