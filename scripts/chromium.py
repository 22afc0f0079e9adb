"""How a browser is started here: the chromium of the system, without calls of its own to the network."""

import os
import shutil

NAMES = ["chromium", "chromium-browser", "google-chrome"]
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
LANGUAGE = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


def executable():
    """The path of the browser, or None; CHROMIUM names another."""
    wanted = os.environ.get("CHROMIUM")
    return shutil.which(wanted) if wanted else next(filter(None, map(shutil.which, NAMES)), None)


def launching():
    """What playwright's ``launch`` is given."""
    return {"executable_path": executable(), "args": QUIET, "chromium_sandbox": os.geteuid() != 0}
