"""A visit as a calendar file (RFC 5545)."""

from datetime import UTC, timedelta


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


def event(key, title, place, first, last, *, stamp, number):
    """The calendar with one event of whole days from ``first`` to ``last``; ``number`` rises with every change, so that a calendar takes the newer."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//zhengai//reviews//ZH", "METHOD:PUBLISH", "BEGIN:VEVENT", f"UID:{key}", f"SEQUENCE:{number}",
        f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}", f"DTSTART;VALUE=DATE:{first:%Y%m%d}", f"DTEND;VALUE=DATE:{last + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(title)}", f"LOCATION:{escaped(place)}", "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{folded(line)}\r\n" for line in lines)
