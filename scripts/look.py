"""Pictures of the pages, to be looked at: ``python -m scripts.look <address of the site> <folder>``, or ./run look.

Every page is taken at both widths, as the person it is listed with; the contact sheet shows them side by side.
"""

import sys
from pathlib import Path

import yaml
from playwright.sync_api import sync_playwright

from scripts.chromium import LANGUAGE, launching

WIDTHS = {1440: 900, 390: 844}  # window width and height, in CSS pixels
ACCOUNTS = Path(__file__).parent.parent / "fixtures" / "demonstration.yaml"

# name, account (None: a stranger), address
PAGES = [
    ("home", None, "/"),
    ("sign-in", None, "/sign-in/"),
    ("not-found", None, "/nothing-here/"),
]
# What is taken once for every demonstration account.
OF_EVERYONE = [("desk", "/desk/")]


def accounts():
    """Username → password of the demonstration accounts."""
    plan = yaml.safe_load(ACCOUNTS.read_text())
    return {account["username"]: plan["password"] for account in plan["accounts"]}


def wanted(people):
    """(name, account, address) of every picture, those of one account together."""
    pages = PAGES + [(f"{name}-{person}", person, address) for person in people for name, address in OF_EVERYONE]
    return sorted(pages, key=lambda page: page[1] or "")


def sign_in(page, site, username, password):
    page.goto(f"{site}/sign-in/")
    page.get_by_label("账号", exact=True).fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(lambda url: "/sign-in/" not in url)


def take(page, site, address, name, folder):
    """One page at both widths; gives (file, width, status and what is wrong) of each."""
    for width, height in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        answer = page.goto(f"{site}{address}", wait_until="load")
        page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
        too_wide = page.evaluate("document.documentElement.scrollWidth") > width
        yield f"{name}-{width}.png", width, " ".join([str(answer.status), "比窗口宽"][: 1 + too_wide])


def contact_sheet(browser, folder, taken):
    figures = "".join(
        f'<figure><a href="{file}"><img src="{file}" width="{width // 4 + 60}"></a><figcaption>{file} {note}</figcaption></figure>'
        for file, width, note in taken
    )
    style = "body{font:13px sans-serif;display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start}figure{margin:0}img{border:1px solid #999}"
    sheet = folder / "index.html"
    sheet.write_text(f'<!doctype html><meta charset="utf-8"><title>各页</title><style>{style}</style>{figures}')
    page = browser.new_page(viewport={"width": 1600, "height": 900})
    page.goto(sheet.as_uri())
    page.screenshot(path=folder / "index.png", full_page=True)


def main(site, folder, *only):
    """``only``: parts of names, if not all pages are wanted."""
    folder.mkdir(parents=True, exist_ok=True)
    people, taken, signed_in, page = accounts(), [], None, None
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**launching())
        for name, account, address in wanted(people):
            if only and not any(part in name for part in only):
                continue
            if page is None or account != signed_in:
                page = browser.new_context(**LANGUAGE).new_page()
                signed_in = account
                if account:
                    sign_in(page, site, account, people[account])
            for picture in take(page, site, address, name, folder):
                print(picture[2], picture[0])
                taken.append(picture)
        contact_sheet(browser, folder, taken)
        browser.close()
    print(f"{len(taken)} 张，总览 {folder / 'index.html'}")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]).resolve(), *sys.argv[3:])
