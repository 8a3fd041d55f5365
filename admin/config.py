"""The settings of Flask and Flask-AppBuilder."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask_appbuilder.const import AUTH_DB

from admin.product import Product
from engine.store import engines

TRANSLATIONS = Path(__file__).parent / "translations"
#: Largest request: an upload of 20 MB with its form around it.
LARGEST_REQUEST = 21 * 1024 * 1024
#: Keys are Babel's names; Chinese is the language of the source strings.
LANGUAGES = {"zh_Hans": {"flag": "cn", "name": "中文"}, "en": {"flag": "gb", "name": "English"}}


def configuration(product: Product) -> dict[str, Any]:
    """Return all settings; accounts' tables are made by `python -m admin init`, never by a web process."""
    return {
        "SECRET_KEY": product.secret,
        # A key of its own, long enough whatever the operator has set, so that no cookie can pass for a token.
        "JWT_SECRET_KEY": hmac.new(product.secret.encode(), b"tokens", hashlib.sha256).hexdigest(),
        "SQLALCHEMY_DATABASE_URI": engines.sqlalchemy_url(product.database_url),
        "APP_NAME": "一扇门",
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        **_languages(),
        **_sessions(product),
        **_accounts(),
    }


def _languages() -> dict[str, Any]:
    return {
        "LANGUAGES": LANGUAGES,
        "BABEL_DEFAULT_LOCALE": "zh_Hans",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Shanghai",
        "BABEL_TRANSLATION_DIRECTORIES": str(TRANSLATIONS),
    }


def _sessions(product: Product) -> dict[str, Any]:
    return {
        "SESSION_COOKIE_NAME": "onedoor",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": product.is_https,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        # A page may stay open for a whole working day before its form is sent.
        "WTF_CSRF_TIME_LIMIT": 12 * 3600,
    }


def _accounts() -> dict[str, Any]:
    return {
        "AUTH_TYPE": AUTH_DB,
        "FAB_SECURITY_MANAGER_CLASS": "admin.security.Accounts",
        "FAB_CREATE_DB": False,
        "FAB_UPDATE_PERMS": False,
        # Accounts are shown in business words on pages of our own.
        "FAB_ADD_SECURITY_VIEWS": False,
        "FAB_ADD_MENU_API": False,
        "FAB_PASSWORD_COMPLEXITY_ENABLED": True,
    }
