"""How a scene is drawn: one module for each layout, each with `draw(scene) -> Drawn`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from workstate.savedviews.layouts import board, calendar, rows, table, timeline
from workstate.savedviews.layouts.drawn import Drawn
from workstate.savedviews.models import Layout
from workstate.savedviews.scenes import Scene

LAYOUTS: Mapping[str, Callable[[Scene], Drawn]] = {
    Layout.LIST: rows.draw,
    Layout.BOARD: board.draw,
    Layout.TABLE: table.draw,
    Layout.CALENDAR: calendar.draw,
    Layout.TIMELINE: timeline.draw,
}


def draw(scene: Scene) -> Drawn:
    return LAYOUTS[scene.look.layout](scene)
