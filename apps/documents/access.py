"""Who may read a file: whoever holds its permission on its holder. Apps say at start-up which of their models hold files."""

from apps.accounts.access import may

#: (label of the model, permission) -> whether a reading is put on record (N2).
HOLDERS = {}


def register(model, permission, *, sensitive=False):
    """Let ``model`` hold files that whoever has ``permission`` on it may read."""
    HOLDERS[model._meta.label, permission] = sensitive


def is_registered(holder, permission):
    return (holder._meta.label, permission) in HOLDERS


def is_sensitive(file):
    return HOLDERS[file.holder_type.model_class()._meta.label, file.permission]


def readable(user, file):
    """Whether ``user`` may read ``file``; nobody may once its holder is gone."""
    return file.holder is not None and is_registered(file.holder, file.permission) and may(user, file.permission, file.holder)
