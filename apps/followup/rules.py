"""What follows a confirmed conclusion (R8.5, R11): dates alone, no database."""

from datetime import date

#: An order is for a school concluded 异常 (R11.2), by the code of the conclusion.
ORDERED = "abnormal"


def wrong_due(due: date | None, issued_on: date) -> str:
    """What is wrong with the day until which a school improves, in words (R11.2); "" where nothing is."""
    if due is None:
        return "请定整改期限"
    return "" if due > issued_on else f"整改期限应晚于下达的 {issued_on}"


def ran_out(stop_on: date | None, day: date) -> bool:
    """Whether the three years of R8.5 are over on ``day``: ``stop_on`` is the last of them, on which the school may still enrol."""
    return stop_on is not None and day > stop_on


def late(due: date | None, day: date) -> bool:
    """Whether ``day`` is past the day that was set; the day itself is in time."""
    return due is not None and day > due


def not_summed_up(unanswered: int, unfinished: int) -> list[str]:
    """What a school lacks to sum up: findings without a measure, measures not carried out (R11.1), in words."""
    missing = [f"复核发现：还有 {unanswered} 条没有改进措施"] if unanswered else []
    return missing + ([f"改进措施：还有 {unfinished} 项没有实施"] if unfinished else [])
