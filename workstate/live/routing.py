from __future__ import annotations

from channels.routing import URLRouter
from channels.security.websocket import WebsocketDenier
from channels.sessions import CookieMiddleware
from django.urls import path, re_path

from workstate.live.consumers import PageConsumer
from workstate.live.origin import OwnPages

# The Origin is checked before the session is asked for. No other address listens: without the last line it would be an error.
websocket = OwnPages(
    CookieMiddleware(URLRouter([path("ws/", PageConsumer.as_asgi()), re_path("", WebsocketDenier.as_asgi())]))
)
