from __future__ import annotations

from django.urls import path

from workstate.customfields.views import choices, fields, values

app_name = "customfields"
FIELD = "settings/fields/<uuid:field>/"
CHOICE = f"{FIELD}choices/<uuid:choice>/"
urlpatterns = [
    path("settings/fields/", fields.FieldListView.as_view(), name="list"),
    path("settings/fields/new/", fields.NewFieldView.as_view(), name="new"),
    path(FIELD, fields.FieldSettingsView.as_view(), name="field"),
    path(f"{FIELD}archive/", fields.ArchiveView.as_view(), name="archive"),
    path(f"{FIELD}place/", fields.PlaceView.as_view(), name="place"),
    path(f"{FIELD}restoration/", fields.RestorationView.as_view(), name="restoration"),
    path(f"{FIELD}choices/", choices.ChoicesView.as_view(), name="choices"),
    path(CHOICE, choices.ChoiceView.as_view(), name="choice"),
    path(f"{CHOICE}archive/", choices.ChoiceArchiveView.as_view(), name="choice-archive"),
    path(f"{CHOICE}place/", choices.ChoicePlaceView.as_view(), name="choice-place"),
    path("tasks/<int:number>/fields/<uuid:field>/", values.ValueView.as_view(), name="value"),
]
