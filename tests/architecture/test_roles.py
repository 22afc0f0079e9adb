"""The table of roles: no permission unheld, none undeclared."""

from django.apps import apps
from django.contrib.auth.models import Permission

from config.roles import BARRED, GRANTED, LEVELS, PERMISSIONS, Role

HELD = {permission for permission, roles in PERMISSIONS.items() if roles} | GRANTED

#: The apps that have models already: the table names permissions of those to come as well.
OURS = {model._meta.app_label for model in apps.get_models() if model.__module__.startswith(("apps.", "tests."))}


def ours(permission):
    return permission.partition(".")[0] in OURS


def declared():
    return {f"{app}.{name}" for app, name in Permission.objects.values_list("content_type__app_label", "codename") if ours(f"{app}.{name}")}


def custom():
    """The permissions that our models declare by name, beyond Django's own four."""
    named = {f"{model._meta.app_label}.{name}" for model in apps.get_models() for name, _label in model._meta.permissions}
    return {permission for permission in named if ours(permission)}


def test_every_permission_of_the_table_is_declared_by_a_model(db):
    assert {permission for permission in HELD | BARRED if ours(permission)} <= declared()


def test_every_permission_that_a_model_declares_is_held_by_some_role():
    assert custom() <= HELD


def test_what_a_bar_takes_away_somebody_holds():
    assert BARRED <= HELD


def test_every_role_has_a_level_and_something_to_do():
    assert set(LEVELS) == set(Role) == set().union(*PERMISSIONS.values())
    assert all(LEVELS.values())


def test_what_is_granted_no_role_has():
    assert GRANTED.isdisjoint(PERMISSIONS)


def test_what_a_model_opens_is_a_permission_it_declares(db):
    opened = {permission for model in apps.get_models() for permission in getattr(model, "opens", {})}
    assert opened <= declared()


def test_no_role_enters_and_accepts_or_publishes_at_once():
    """A6: the separate permissions lie with separate roles."""
    apart = {"statusdata.fill_return", "statusdata.accept_return", "disclosure.publish_publication"}
    for role in Role:
        assert len([permission for permission in apart if role in PERMISSIONS[permission]]) <= 1, role
