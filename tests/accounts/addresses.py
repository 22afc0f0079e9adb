from tests.architecture.table import EVERYONE, Row

FOR_ALL = {"own": {200: EVERYONE}, "strangers": {200: EVERYONE}}

ROWS = [
    # Who is signed in already is led on to the desk.
    Row("accounts:sign_in", own={302: EVERYONE}, strangers={302: EVERYONE}, anonymous=200),
    Row("accounts:sign_out", rest=405),
    Row("accounts:sign_out", method="post", rest=302),
    Row("accounts:password", **FOR_ALL),
]
