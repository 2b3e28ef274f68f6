"""Days and seconds since the first day of 1970."""

from datetime import date, datetime, timezone

DAY = 86_400
EPOCH = date(1970, 1, 1)


def days(text):
    return (date.fromisoformat(text) - EPOCH).days


def seconds(text):
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return int((moment - datetime(1970, 1, 1, tzinfo=timezone.utc)).total_seconds())
