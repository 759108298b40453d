from __future__ import annotations

from bench.cases import bare_urls
from workstate.config.urls import urlpatterns as product

handler404 = "workstate.web.errors.not_found"

urlpatterns = [*bare_urls, *product]
