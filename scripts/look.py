"""Pictures of the pages, to be looked at: ``python -m scripts.look <address of the site> <folder> [part of a name …]``, or ./run look.

Nobody lists the pages: each account follows the links it is shown, from its desk on, and takes one page of every kind of address, at both
widths, with what axe finds on it. What no link leads to has no picture, which is worth knowing too.
"""

import re
import subprocess
import sys
from collections import deque
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import sync_playwright

from scripts.chromium import LANGUAGE, launching

ROOT = Path(__file__).parent.parent
WIDTHS = {1440: 900, 390: 844}  # window width and height, in CSS pixels
STRANGER = "public"
# Where the public site begins, and what no link leads to.
PUBLIC = ["/", "/sign-in/", "/nothing-here/"]
KEY = re.compile(r"\d\.\d|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9A-Z]{2,12}|[0-9]{4}|[0-9A-Z]{4}-[0-9A-Z]{4}|[A-Z]\d+\.?\w*")
NOT_PAGES = re.compile(r"\.\w{2,4}$|^/api/|/workbook/$|^/files/")
AXE = next((ROOT / "tests/e2e/vendor/axe-core").glob("*/axe.min.js")).read_text()
FINDINGS = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(v => `${v.id} ${v.nodes[0].target.join(' ')}`)"


def accounts():
    """Username → password of the demonstration accounts, of each role at each kind of unit, as ./run prints them."""
    told = subprocess.run([sys.executable, "manage.py", "demo_accounts"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return dict(line.split("\t")[:2] for line in told.splitlines())


def kind_of(address):
    """The address without keys and codes: /returns/*/forms/F01/ is of the kind /returns/*/forms/*/."""
    return "/".join("*" if KEY.fullmatch(part) else part for part in urlsplit(address).path.split("/"))


def name_of(kind, person):
    return f"{person}{kind.replace('/', '-').replace('*', 'x').rstrip('-') or '-home'}"


def sign_in(page, site, username, password):
    page.goto(f"{site}/sign-in/")
    page.get_by_label("账号", exact=True).fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def links(page, site):
    """The addresses of this site that the page links to, downloads apart."""
    found = page.eval_on_selector_all("a[href]:not([download])", "all => all.map(a => a.getAttribute('href'))")
    full = [urljoin(page.url, href).partition("#")[0] for href in found]
    return [address for address in full if address.startswith(f"{site}/") and not NOT_PAGES.search(urlsplit(address).path)]


def take(page, site, address, name, folder):
    """One page at both widths; gives (file, width, status and what is wrong) of each."""
    answer = page.goto(urljoin(site, address), wait_until="networkidle")
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        wrong = ["比窗口宽"] if page.evaluate("document.documentElement.scrollWidth") > width else []
        page.evaluate(AXE)
        yield f"{name}-{width}.png", width, " ".join([str(answer.status), *wrong, *page.evaluate(FINDINGS)])


def walk(page, site, person, start, folder, only, seen):
    """Take one page of each kind not in ``seen`` that ``person`` is led to from ``start``; yields the pictures."""
    queue = deque(start)
    while queue:
        address = queue.popleft()
        if (kind := kind_of(address)) in seen:
            continue
        seen.add(kind)
        try:
            name = name_of(kind, person)
            if only and not any(part in name for part in only):
                page.goto(urljoin(site, address), wait_until="load")
            else:
                yield from take(page, site, address, name, folder)
        except Exception as trouble:  # A download, or a page that breaks: said and passed.
            yield None, 0, f"{address}: {str(trouble).splitlines()[0]}"
            continue
        queue.extend(links(page, site))


def contact_sheet(browser, folder, taken):
    figures = "".join(
        f'<figure><a href="{file}"><img src="{file}" width="{width // 4 + 60}"></a><figcaption>{file} {note}</figcaption></figure>'
        for file, width, note in taken
        if file
    )
    style = "body{font:13px sans-serif;display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}figure{margin:0}img{border:1px solid #999}"
    sheet = folder / "index.html"
    sheet.write_text(f'<!doctype html><meta charset="utf-8"><title>各页</title><style>{style}</style>{figures}')


def main(site, folder, *only):
    """``only``: usernames, or parts of names of pictures, if not everything is wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    people, taken, public = accounts(), [], set()
    wanted = [person for person in [STRANGER, *people] if person in only] or [STRANGER, *people]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launching())
        for person in wanted:
            page = browser.new_context(**LANGUAGE).new_page()
            if person != STRANGER:
                sign_in(page, site, person, people[person])
            # The public pages are the same for all: they are taken once.
            # But for the desk, which leads who has not signed in elsewhere.
            start, seen = (PUBLIC, public) if person == STRANGER else (["/desk/"], {*public, *map(kind_of, PUBLIC)} - {"/desk/"})
            for picture in walk(page, site, person, start, folder, set(only) - set(wanted), seen):
                print(picture[2], picture[0] or "", flush=True)
                taken.append(picture)
            page.context.close()
        contact_sheet(browser, folder, taken)
        browser.close()
    print(f"{sum(1 for file, *_ in taken if file)} 张，总览 {folder / 'index.html'}")


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), Path(sys.argv[2]).resolve(), *sys.argv[3:])
