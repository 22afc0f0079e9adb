"""A visit and its agenda as a calendar file (RFC 5545)."""

from datetime import UTC, timedelta

from apps.reviews.rules import AFTERNOON, MORNING


def folded(line):
    """Lines of at most 75 bytes, cut between characters."""
    parts, now = [], ""
    for char in line:
        if len(f"{now}{char}".encode()) > 74:
            parts.append(now)
            now = ""
        now += char
    return "\r\n ".join([*parts, now])


def escaped(text):
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


#: When the halves of a day begin and end in UTC: 8–12 and 14–18 o'clock in China, which keeps no summer time.
HALVES = {MORNING: ("000000", "040000"), AFTERNOON: ("060000", "100000")}


def calendar_of(title, place, key, days, items, *, stamp):
    """A calendar with the visit as one event of whole ``days`` (first, last) and an event for each half-day of its agenda.

    ``items``: (key, day, half, words, place). The minute of ``stamp`` is the number of the edition, so that a calendar takes the newer.
    """
    (first, last), number = days, int(stamp.timestamp()) // 60
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//zhengai//reviews//ZH", "METHOD:PUBLISH"]
    lines += _event(key, title, place, f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}", stamp, number)
    for item, day, half, words, where in items:
        begin, end = (f"{day:%Y%m%d}T{hour}Z" for hour in HALVES[half])
        lines += _event(item, words, where or place, f"DTSTART:{begin}", f"DTEND:{end}", stamp, number)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _event(key, title, place, start, end, stamp, number):
    return [
        "BEGIN:VEVENT", f"UID:{key}", f"SEQUENCE:{number}", f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}", start, end,
        f"SUMMARY:{escaped(title)}", f"LOCATION:{escaped(place)}", "END:VEVENT",
    ]  # fmt: skip
