"""How the site's files reach a browser: headers, cache rules and deep links.

Pure, so that CloudFront and the server on one's own machine deliver by the same definition.
"""

from collections.abc import Iterable

INDEX = "index.html"
ASSETS = "assets/"
"""Where the build puts files whose names carry a hash of what is in them."""

FOREVER = "public, max-age=31536000, immutable"
ASK_EACH_TIME = "no-cache"
"""A browser keeps the file, and asks whether it is still the one before each use."""

STRICT_TRANSPORT_DAYS = 730
"""For how long a browser insists on TLS: sent where there is TLS, so not on one's own machine."""

_POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}


def security_headers(connect_to: Iterable[str] = ()) -> dict[str, str]:
    """The headers that every answer carries.

    Args:
        connect_to: addresses beyond the site's own that its scripts may speak to.
    """
    policy = _POLICY | {"connect-src": " ".join((_POLICY["connect-src"], *connect_to))}
    return {
        "Content-Security-Policy": "; ".join(f"{name} {sources}" for name, sources in policy.items()),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(self)",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "X-Content-Type-Options": "nosniff",
    }


def cache_control(path: str) -> str:
    """The `Cache-Control` of a file of the site; its path has no slash in front."""
    return FOREVER if path.startswith(ASSETS) else ASK_EACH_TIME


def file_of(path: str) -> str:
    """The file that answers a path, neither with a slash in front.

    A path without an extension is a page of the application, and its index answers. Only that: a file
    that is not there stays an error. `deep_links.js` says the same to CloudFront.
    """
    is_page = "." not in path.rpartition("/")[2] and not path.startswith(ASSETS)
    return INDEX if is_page else path
