"""The spellings of the wire, read strictly: base64url, JSON and times."""

from __future__ import annotations

import binascii
import datetime
import json
import re

_BASE64URL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
_MAX_DEPTH = 16
_LAST_SECOND = 253402300799
_EPOCH = datetime.datetime(1970, 1, 1)
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
    r"(?:T([0-9]{2}:[0-9]{2})(?:(:[0-9]{2})(?:\.([0-9]{1,7}))?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?\Z"
)


def base64url_decode(text: str) -> bytes:
    """RFC 4648 section 5 without padding; ValueError for any but the one right spelling of a value."""
    if len(text) % 4 == 1 or not _BASE64URL.issuperset(text):
        raise ValueError("not base64url")
    data = binascii.a2b_base64(text.replace("-", "+").replace("_", "/") + "=" * (-len(text) % 4))
    if base64url_encode(data) != text:
        raise ValueError("base64url with stray bits at the end")
    return data


def base64url_encode(data: bytes) -> str:
    """RFC 4648 section 5 without padding."""
    return binascii.b2a_base64(data, newline=False).decode("ascii").rstrip("=").replace("+", "-").replace("/", "_")


def json_object(data: bytes) -> dict:
    """A JSON object in UTF-8; ValueError for anything else.

    Equal names are refused: two readers may disagree on which of them counts (RFC 8725 section 2.4). So are NaN,
    lone surrogates and deep nesting, which other readers of the same bytes refuse.
    """
    try:
        document = json.loads(data.decode("utf-8"), object_pairs_hook=_distinct, parse_constant=_no_constant)
        _walk(document, 1)
    except RecursionError:
        raise ValueError("JSON nested too deeply") from None
    if not isinstance(document, dict):
        raise ValueError("not a JSON object")
    return document


def json_bytes(document: dict) -> bytes:
    """The document in UTF-8, without the fields that are None."""
    present = {name: value for name, value in document.items() if value is not None}
    return json.dumps(present, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def text_of(document: dict, name: str) -> str | None:
    """The text of that name, None when absent or null; ValueError for another type."""
    value = document.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(name + " must be a string")
    return value


def number_of(document: dict, name: str) -> int | None:
    """The 64-bit whole number of that name, None when absent or null; ValueError for another type."""
    value = document.get(name)
    if value is None:
        return None
    if type(value) is not int or not -(1 << 63) <= value < 1 << 63:
        raise ValueError(name + " must be a whole number")
    return value


def texts_of(document: dict, name: str) -> list | None:
    """The list of strings of that name, None when absent or null; ValueError for another type."""
    value = document.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(name + " must be a list of strings")
    return value


def time_of(document: dict, name: str) -> str | None:
    """The time of that name as it was written, None when absent or null; ValueError when it is not a time."""
    value = text_of(document, name)
    if value is not None:
        unix_time(value)
    return value


def unix_time(text: str) -> float:
    """Unix seconds of an ISO 8601 time: any offset, a missing one as UTC, a bare date as its first moment."""
    match = _TIME.match(text)
    if match is None:
        raise ValueError("not a time: " + text)
    date, clock, second, fraction, offset = match.groups()
    clock = (clock or "00:00") + (second or ":00") + "." + (fraction or "").ljust(6, "0")[:6]
    zone = "+00:00" if offset in (None, "Z") else offset
    return datetime.datetime.fromisoformat(date + "T" + clock + zone).timestamp()


def iso_time(seconds: float) -> str:
    """``2027-01-31T00:00:00.000Z`` for Unix seconds; the far future is the last moment of the year 9999."""
    moment = _EPOCH + datetime.timedelta(milliseconds=round(min(seconds, _LAST_SECOND) * 1000))
    return moment.isoformat(timespec="milliseconds") + "Z"


def _distinct(pairs: list) -> dict:
    document = dict(pairs)
    if len(document) != len(pairs):
        raise ValueError("JSON with the same name twice")
    return document


def _no_constant(name: str) -> None:
    raise ValueError(name + " is not JSON")


def _walk(value: object, depth: int) -> None:
    if isinstance(value, str):
        value.encode("utf-8")
    elif isinstance(value, (dict, list)):
        if depth > _MAX_DEPTH:
            raise ValueError("JSON nested too deeply")
        for item in value:
            _walk(item, depth + 1)
            if isinstance(value, dict):
                _walk(value[item], depth + 1)
