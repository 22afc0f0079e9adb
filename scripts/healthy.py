"""Whether the web server of this container answers and reaches its database; what the others do is not its concern. Exit 0 or 1."""

import json
import sys
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ADDRESS = "http://localhost:8000/health/"


def main(address=ADDRESS):
    try:
        with urlopen(address, timeout=8) as answer:
            found = json.load(answer)
    except HTTPError as answer:  # 503: it says itself which part is missing
        found = json.load(answer) if answer.code == 503 else {}
    except (URLError, TimeoutError) as failure:
        print(failure)
        return 1
    print(found)
    return 0 if found.get("database") else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
