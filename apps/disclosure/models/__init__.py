"""What is on its way to the public and what the public reads, a module a noun: status data, conclusions, the voice of society and the papers."""

from apps.disclosure.models.conclusions import Announcement, AnswerCopy, ConclusionCopy, Frozen, FrozenQuerySet, Objection, TeamCopy
from apps.disclosure.models.data import Copy, CopyQuerySet, Listing, Publication
from apps.disclosure.models.voice import BelowList, BelowQuerySet, Comment, CommentQuerySet, PublicPaper, PublicPaperQuerySet

__all__ = [
    "Announcement",
    "AnswerCopy",
    "BelowList",
    "BelowQuerySet",
    "Comment",
    "CommentQuerySet",
    "ConclusionCopy",
    "Copy",
    "CopyQuerySet",
    "Frozen",
    "FrozenQuerySet",
    "Listing",
    "Objection",
    "PublicPaper",
    "PublicPaperQuerySet",
    "Publication",
    "TeamCopy",
]
