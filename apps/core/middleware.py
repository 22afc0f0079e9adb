from ipaddress import ip_address

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_FORWARDED")


class TrueAddress:
    """Put the address of who really asks into REMOTE_ADDR: the lock-out, the throttle and the log all read it there.

    Stands first. Only a proxy of ours (TRUSTED_PROXIES) is believed; what anybody else says of himself in these headers is dropped.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        meta = request.META
        peer = meta.get("REMOTE_ADDR", "")
        if is_trusted(peer, settings.TRUSTED_PROXIES):
            meta["REMOTE_ADDR"] = client_address(peer, meta.get("HTTP_X_FORWARDED_FOR", ""), settings.TRUSTED_PROXIES)
        else:
            for header in FORWARDED:
                meta.pop(header, None)
        return self.get_response(request)


class NulRefused:
    """A NUL in an address that a page passes on to the database, which takes it in no text, is a request that makes no sense, not a fault of ours."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        nul = any("\0" in text for texts in request.GET.lists() for text in texts[1])
        if nul and isinstance(exception, ValueError | DataError):
            raise BadRequest from exception


def client_address(peer, forwarded, proxies):
    """The nearest hop that is no proxy of ours, read from the right of X-Forwarded-For: what stands further left may have been made up.

    The last trusted hop where the header ends or makes no sense.
    """
    address = peer
    for hop in reversed(forwarded.split(",")):
        if not is_trusted(address, proxies):
            break
        if (plain := _plain(hop.strip())) is None:
            break
        address = str(plain)
    return address


def is_trusted(address, proxies):
    plain = _plain(address)
    return plain is not None and any(plain in network for network in proxies)


def _plain(text):
    """The address, an IPv4 one in IPv6 clothes by its own; None where there is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
