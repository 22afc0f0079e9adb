"""Pages to PDF. Nothing from outside gets into a page: only our own style, fonts and pictures of static/, and data in the page itself."""

import logging
import threading
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

STATIC = Path(settings.BASE_DIR, "static")
FONTS = STATIC / "fonts"

_kept = threading.local()

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
    """The PDF of a page in the style of our paper, as bytes; its addresses begin at static/."""
    style, faces = own_style()
    return HTML(string=html, base_url=f"{STATIC.as_uri()}/", url_fetcher=OwnParts()).write_pdf(stylesheets=[style], font_config=faces)


def own_style():
    """The style of our paper and its faces: read once in each thread, for what they are made of is no more shared than that."""
    if not hasattr(_kept, "style"):
        faces = FontConfiguration()
        _kept.style = CSS(filename=STATIC / "css" / "pdf.css", font_config=faces, url_fetcher=OwnParts()), faces
    return _kept.style


def fonts():
    """The fonts that the product brings along, as paths."""
    return sorted(FONTS.glob("*.ttf"))
