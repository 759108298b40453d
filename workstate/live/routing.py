from __future__ import annotations

from channels.auth import AuthMiddlewareStack
from channels.routing import URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.urls import path

from workstate.live.consumers import PageConsumer

# A page of another site must not listen with a person's cookie: the Origin is checked before the session is read.
websocket = AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter([path("ws/", PageConsumer.as_asgi())])))
