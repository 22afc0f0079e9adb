from apps.experts.views import committees, conduct, own, pool, ties

__all__ = ["committees", "conduct", "own", "pool", "ties"]
