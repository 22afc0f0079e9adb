"""A review, a module a noun: its group, the review itself, the visit, the judgements, the report."""

from apps.reviews.models.group import Member, MemberQuerySet, Part, belongs_there, in_group, named, own_group, serving, shut_out, unsigned
from apps.reviews.models.judging import Judgement, Own, Stage, answer_words, answered_too
from apps.reviews.models.report import Agreement, Answer, Finding, GroupReport, Reply, Suggestion
from apps.reviews.models.review import Review, ReviewGroupGrant, ReviewUserGrant
from apps.reviews.models.visit import Agenda, Focus, Material, Note

__all__ = [
    "Agenda",
    "Agreement",
    "Answer",
    "Finding",
    "Focus",
    "GroupReport",
    "Judgement",
    "Material",
    "Member",
    "MemberQuerySet",
    "Note",
    "Own",
    "Part",
    "Reply",
    "Review",
    "ReviewGroupGrant",
    "ReviewUserGrant",
    "Stage",
    "Suggestion",
    "answer_words",
    "answered_too",
    "belongs_there",
    "in_group",
    "named",
    "own_group",
    "serving",
    "shut_out",
    "unsigned",
]
