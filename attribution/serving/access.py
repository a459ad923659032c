"""Who may ask: by the names the service answers to, by the page a request comes from and by a token.

A page of any site can make its reader's browser send requests to a service on the reader's own machine. Three things
stand against that: a name in ``Host`` that is not ours (an address given to a foreign name, DNS rebinding), a request
from a foreign page (``Origin``, ``Sec-Fetch-Site``), and where it is set a token that no foreign page has.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
from collections.abc import Collection, Mapping
from urllib.parse import urlsplit

from attribution.serving.problems import ProblemError

FEWEST_TOKEN_CHARACTERS = 16
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(?::\d{1,5})?")


def is_loopback(host: str) -> bool:
    """Tell whether a host to listen on is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def token_fault(token: str) -> str | None:
    """Return what is wrong with a token, or None; "" is none."""
    if not token:
        return "is not set"
    if len(token) < FEWEST_TOKEN_CHARACTERS:
        return f"has {len(token)} characters and takes {FEWEST_TOKEN_CHARACTERS} or more"
    if not token.isascii() or not token.isprintable() or " " in token:
        return "holds characters that no header can carry; letters and digits do"
    return None


def check_host(headers: Mapping[str, str], names: Collection[str]) -> None:
    """Refuse a request that names another host: only ours, localhost and bare addresses are answered.

    A bare address cannot be a foreign name that was given our address. Raises `ProblemError` (400).
    """
    authority = _AUTHORITY.fullmatch(headers.get("host", ""))
    if authority is None:
        raise ProblemError(400, "the header Host is missing or is no host name")
    host = authority[1].strip("[]").lower().rstrip(".")
    if host == "localhost" or host in names:
        return
    try:
        ipaddress.ip_address(host)
    except ValueError:
        raise ProblemError(400, "no such host is served here; start the service with --allow-host NAME") from None


def check_origin(method: str, headers: Mapping[str, str]) -> None:
    """Refuse a request that the page of another site makes; programs send neither header. Raises `ProblemError` (403).

    Scheme and default ports are not compared: a proxy in front of the service may add TLS.
    """
    if method in SAFE_METHODS:
        return
    origin = headers.get("origin")
    site = headers.get("sec-fetch-site", "none")
    foreign = origin is not None and not _same_authority(origin, headers.get("host", ""))
    if foreign or site not in {"none", "same-origin"}:
        raise ProblemError(403, "requests from pages of other sites are not answered")


def check_token(given: str, token: str | None) -> None:
    """Refuse a request without the token; takes as long for any wrong one. Raises `ProblemError` (401)."""
    if token and not hmac.compare_digest(given.encode("utf-8", "surrogateescape"), token.encode()):
        challenge = {"WWW-Authenticate": 'Bearer realm="attribution"'}
        raise ProblemError(401, "the token is missing or wrong", headers=challenge)


def bearer_token(headers: Mapping[str, str]) -> str:
    """Return the token in ``Authorization: Bearer``; "" where there is none."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _same_authority(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == host.lower() != ""
    except ValueError:
        return False
