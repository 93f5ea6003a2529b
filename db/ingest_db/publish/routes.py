"""Which address shows which page of ours, and what other databases, readers and methods are answered."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from datasette import NotFound, Response
from datasette.utils import tilde_decode

from ingest_db.publish import forms, lines
from ingest_db.publish.contexts import KEYED, PAGES, about, gathered
from ingest_db.publish.databases import TooSlowError, is_ours, ours, read
from ingest_db.publish.headers import STRICT_MARK

ROWS = {
    "instruments": ("instrument", "uid"),
    "documents": ("document", "uid"),
    "events": ("event", "uid"),
    "people": ("person", "uid"),
    "bodies": ("body", "uid"),
    "countries": ("country", "code"),
    "topics": ("topic", "slug"),
}
"""Tables whose row page is one of ours, and the column that holds the page's key."""


async def show(datasette: Any, request: Any) -> Response:
    """Answer an address of ours."""
    if request.method not in {"GET", "HEAD"}:
        return Response.text("pages are only read: GET", status=405, headers={"allow": "GET, HEAD"})
    try:
        return await _answer(datasette, request)
    except TooSlowError as error:
        return Response.text(f"{error}; ask for less, or try again later", status=503)
    except NotFound as missing:
        return await _missing(datasette, request, missing)


async def _answer(datasette: Any, request: Any) -> Response:
    database = tilde_decode(request.url_vars["database"])
    if database not in datasette.databases or not is_ours(datasette.databases[database].path):
        raise NotFound(f"There is no page here: {database} is no database of communiqués")
    await lines.ensure_may_view(datasette, request, database)
    page = request.url_vars["page"]
    key, form = tilde_decode(request.url_vars.get("key") or ""), request.url_vars.get("form") or "html"
    if key and page not in KEYED:
        raise NotFound(f"There is no page below {page}")
    if form != "html":
        answer = await forms.data(datasette, request, database, page, key, form)
        answer.headers.update(
            {name: value for name, value in _headers(datasette, request).items() if name != STRICT_MARK.decode()}
        )
        if datasette.cors:
            answer.headers["access-control-allow-origin"] = "*"
        return answer
    if page not in PAGES:
        raise NotFound(f"There is no page {page}; try {page}.ics" if page in DATA_ONLY else "There is no such page")
    context = await gathered(datasette, request, database, page, key)
    html = await datasette.render_template(f"ingest/{PAGES[page][1]}.html", context, request=request)
    return Response.html(html, headers=_headers(datasette, request))


async def _missing(datasette: Any, request: Any, missing: NotFound) -> Response:
    """A page of ours that says that there is none; Datasette's own for another database and for other programs."""
    database = tilde_decode(request.url_vars["database"])
    html = (request.url_vars.get("form") or "html") == "html"
    if database not in datasette.databases or not is_ours(datasette.databases[database].path):
        raise missing
    if not html:
        told = {"ok": False, "error": str(missing), "status": 404}
        return Response.json(told, status=404, headers=_headers(datasette, request))
    context = about(datasette, request, database, "search", "") | {"message": str(missing)}
    page = await datasette.render_template("ingest/missing.html", context, request=request)
    return Response.html(page, status=404, headers=_headers(datasette, request))


def _headers(datasette: Any, request: Any) -> dict[str, str]:
    seconds = datasette.setting("default_cache_ttl")
    seen_by_all = "" if request.actor is None else "private, "
    return {
        STRICT_MARK.decode(): "1",
        "cache-control": f"{seen_by_all}max-age={seconds}" if seconds else f"{seen_by_all}no-cache",
        "vary": "Accept-Language, Cookie, Authorization",
    }


async def instead(
    datasette: Any, request: Any, view_name: str | None, database: str | None, table: str | None
) -> dict[str, Any]:
    """What the front page and row pages of our tables show in place of Datasette's own; empty for all others."""
    if view_name == "index" and (
        own := [one for one in ours(datasette) if await lines.may_view(datasette, request, one)]
    ):
        others = [
            name
            for name in datasette.databases
            if name not in {own[0], "_internal"} and await lines.may_view(datasette, request, name)
        ]
        context = await gathered(datasette, request, own[0], "front", "")
        return context | {"ingest_template": "ingest/front.html", "other_databases": others}
    if database is None or database not in datasette.databases or not is_ours(datasette.databases[database].path):
        return {}
    if view_name == "row" and table in ROWS and "_row" not in request.args:
        page, column = ROWS[table]
        row = request.url_vars["pks"]
        keys = await read(
            datasette, database, lambda c: c.execute(f"SELECT {column} FROM {table} WHERE id = ?", [row]).fetchone()
        )
        if keys is not None:
            context = await gathered(datasette, request, database, page, str(keys[0]))
            return context | {"ingest_template": f"ingest/{PAGES[page][1]}.html"}
    return (
        {"ingest_nav": about(datasette, request, database, "tables", "")}
        if view_name in {"database", "table", "row"}
        else {}
    )


DATA_ONLY = ("events",)
"""What has no page, but a file."""
NO_PAGE = "no-page"
"""Where the wrapper sends an address below ``/DATABASE/-/`` that nobody answers."""
NAMES = "|".join([*PAGES, *DATA_ONLY, NO_PAGE])
ROUTES: list[tuple[str, Callable[..., Any]]] = [
    (rf"^/(?P<database>[^/]+)/-/(?P<page>{NAMES})(?:/(?P<key>[\w~-]+))?(?:\.(?P<form>\w+))?$", show)
]
BELOW = re.compile(r"/(?P<database>[^/]+)/-/(?P<page>[^/.]*)")


def answered(scope: Any) -> Any:
    """A request that some route answers: Datasette takes ``/DATABASE/-/what`` for the table ``-`` and logs a fault."""
    own = BELOW.match(scope["path"])
    if (
        own is None
        or own["page"] in lines.DATASETTE_PAGES
        or any(re.match(pattern, scope["path"]) for pattern, _ in ROUTES)
    ):
        return scope
    path = f"/{own['database']}/-/{NO_PAGE}"
    return scope | {"path": path, "raw_path": path.encode()}
