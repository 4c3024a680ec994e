"""CG License: licenses for CG tools, checked online and offline. See README.md beside this package."""

from __future__ import annotations

# Above the imports, because the client names its version to the server.
__version__ = "0.1.0"

from .exceptions import (  # noqa: E402
    InvalidTokenError,
    LicenseDegradedError,
    LicenseError,
    LicenseExpiredError,
    LicenseNotFoundError,
    LicenseRevokedError,
    LicenseSuspendedError,
    MachineLimitError,
    NetworkError,
    NotActivatedError,
)
from .license import LicenseClient  # noqa: E402

__all__ = [
    "InvalidTokenError",
    "LicenseClient",
    "LicenseDegradedError",
    "LicenseError",
    "LicenseExpiredError",
    "LicenseNotFoundError",
    "LicenseRevokedError",
    "LicenseSuspendedError",
    "MachineLimitError",
    "NetworkError",
    "NotActivatedError",
    "__version__",
]
