from apps.notifications.models import Notice


def unread(request):
    """The number beside 消息, asked for only by the layout that shows it."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"unread": Notice.objects.filter(to=user, read_at=None).count}
