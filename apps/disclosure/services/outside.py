"""What somebody sends without signing in: counted by network address, which is not kept, and found again by its receipt."""

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac


def sender_of(model, address):
    """What tells ``address`` again among the rows of ``model``, and does not tell which it is."""
    return salted_hmac(f"disclosure.{model._meta.model_name}", address, algorithm="sha256").hexdigest()


def too_many(model, sender, *, within, most):
    """Whether ``most`` rows came from ``sender`` ``within`` that time; two at once from one address are counted one after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"disclosure.{model._meta.model_name} {sender}"])
    return model.objects.filter(sender=sender, at__gt=timezone.now() - within).count() >= most


def free_receipt(model, make):
    """A receipt by ``make`` that no row of ``model`` has."""
    while model.objects.filter(receipt=(receipt := make())).exists():
        pass
    return receipt
