"""Build the web application around a product."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_appbuilder import AppBuilder
from flask_appbuilder.models.sqla.base import SQLA
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from admin import api, headers, health, languages, refusals, shell
from admin.config import configuration
from admin.figures import pages as figures
from admin.figures import published
from admin.office import accounts, calendars, packs, rosters
from admin.own_password import OwnPassword
from admin.product import Product
from admin.public import menu, reports, services
from admin.security import SignIn
from admin.sessions import Sessions
from admin.studio.entry_pages import StudioEntries
from admin.studio.form_pages import StudioForms
from admin.studio.making import StudioParts
from admin.studio.rehearsing import StudioRehearsals
from admin.studio.updating import StudioTemplates, StudioUpdates
from admin.studio.views import Studio
from admin.workspace import cases, documents, entering, filling, handling, inbox, uploads
from engine.store import engines


def create_app(product: Product, **more: Any) -> Flask:
    """Return the application; `more` overrides Flask settings, for tests and for setting accounts up."""
    app = Flask("admin", static_folder="static")
    app.config.from_mapping({**configuration(product), **more})
    app.extensions["onedoor"] = product
    app.session_interface = Sessions()
    if product.proxies:
        # Without a proxy anybody could write these headers; so none is believed unless the operator says how many stand there.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=product.proxies, x_proto=product.proxies)  # type: ignore[method-assign]
    # The order of a form's fields is that of its schema; Jinja's filter keeps an option of its own.
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.jinja_env.policies["json.dumps_kwargs"] = {"sort_keys": False}
    database = SQLA(app)
    CSRFProtect(app)
    headers.install(app)
    refusals.install(app)
    shell.install(app)
    with app.app_context():
        engines.replace_dead(database.engine)
        _register(AppBuilder(app, database.session, indexview=inbox.Home, base_template="shell/layout.html"))
    languages.install(app)
    for pages in (health.pages, menu.pages, reports.pages, services.pages):
        app.register_blueprint(pages)
    api.install(app)
    return app


def _register(appbuilder: AppBuilder) -> None:
    appbuilder.sm.auth_view = appbuilder.add_view_no_menu(SignIn())
    workspace = (inbox.Notices, handling.Handling, filling.Filling, entering.Entering, cases.Cases, documents.Documents, uploads.Files)
    office = (
        rosters.Rosters,
        accounts.AccountPages,
        calendars.Calendars,
        packs.Packs,
        OwnPassword,
        Studio,
        StudioEntries,
        StudioForms,
        StudioParts,
        StudioRehearsals,
        StudioTemplates,
        StudioUpdates,
    )
    for view in (*workspace, figures.Figures, published.Published, *office):
        appbuilder.add_view_no_menu(view())
