"""The ASGI application: HTTP to Django, WebSockets to the live room, on one port."""

from __future__ import annotations

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workstate.config.settings")

http = get_asgi_application()

# The live room imports models, which are ready only after the line above.
from workstate.live.routing import websocket  # noqa: E402

application = ProtocolTypeRouter({"http": http, "websocket": websocket})
