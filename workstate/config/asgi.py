"""The ASGI application: HTTP to Django, WebSockets to the live room, on one port."""

from __future__ import annotations

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workstate.config.settings")

http = get_asgi_application()

# The live room imports models, and the limits the settings, which are ready only after the line above.
from workstate.config.bodies import bound_requests  # noqa: E402
from workstate.live.routing import websocket  # noqa: E402

bound_requests()

application = ProtocolTypeRouter({"http": http, "websocket": websocket})
