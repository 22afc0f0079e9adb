"""Pages to PDF. Nothing from outside gets into a page: only our own style, fonts and pictures of static/, and data in the page itself."""

import logging
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from weasyprint import HTML
from weasyprint.urls import URLFetcher

STATIC = Path(settings.BASE_DIR, "static")
FONTS = STATIC / "fonts"

# Its hints about properties that it skips are for who writes the style, not for the log.
logging.getLogger("weasyprint").setLevel(logging.ERROR)


class OwnParts(URLFetcher):
    """Fetches what lies under static/ and data in the page; anything else is left out."""

    def __init__(self):
        super().__init__(allowed_protocols=("file", "data"), allow_redirects=False)

    def fetch(self, url, headers=None):
        parts = urlsplit(url)
        if parts.scheme == "file" and not Path(unquote(parts.path)).resolve().is_relative_to(STATIC.resolve()):
            raise ValueError(f"not ours: {url}")
        return super().fetch(url, headers)


def printed(html):
    """The PDF of a page, as bytes; its addresses begin at static/."""
    return HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=OwnParts()).write_pdf()


def fonts():
    """The fonts that the product brings along, as paths."""
    return sorted(FONTS.glob("*.ttf"))
