from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from workstate.activity.models import Event
from workstate.attachments.tests.case import bomb, pdf, picture
from workstate.billing.letterheads.actions import LARGEST_LOGO, change_letterhead, put_logo, remove_logo
from workstate.billing.letterheads.queries import letterhead_of
from workstate.billing.models import Letterhead
from workstate.core.errors import Invalid, NotAllowed
from workstate.testing import CastTestCase

SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PAGE = reverse("billing:letterhead", args=["acme"])
LOGO = reverse("billing:logo", args=["acme"])
API = reverse("api:letterhead", args=["acme"])


class LetterheadTests(CastTestCase):
    def test_it_is_kept_as_written_without_empty_lines(self) -> None:
        change_letterhead(by=self.by_mara, name=" Adler  Design ", address="Lindenallee 12\r\n\r\n 10115 Berlin \n")
        kept = letterhead_of(self.by_mara.workspace)
        self.assertEqual((kept.name, kept.address), ("Adler Design", "Lindenallee 12\n10115 Berlin"))
        event = Event.objects.get(verb="letterhead.changed")
        self.assertEqual(event.data, {"changed": ["address", "name"]})
        change_letterhead(by=self.by_mara, name="Adler Design")
        self.assertEqual(Event.objects.filter(verb="letterhead.changed").count(), 1)

    def test_what_would_break_a_page_is_refused_at_its_field(self) -> None:
        for field, value in {
            "name": "x" * 121,
            "address": "\n".join("abcdefghi"),
            "contact": "a\x00b",
            "footer": "a\u202eb",
            "paper": "a3",
        }.items():
            with self.assertRaises(Invalid) as caught:
                change_letterhead(by=self.by_mara, **{field: value})
            self.assertIn(field, caught.exception.message_dict)
        with self.assertRaises(Invalid):
            change_letterhead(by=self.by_mara, logo=b"x")
        self.assertFalse(Letterhead.objects.exists())

    def test_only_administrators_change_it(self) -> None:
        for actor in (self.by_ana, self.by_gil):
            acts: list[Callable[..., object]] = [
                partial(change_letterhead, name="X"),
                partial(put_logo, [picture()]),
                remove_logo,
            ]
            for act in acts:
                with self.assertRaises(NotAllowed):
                    act(by=actor)
        self.assertFalse(Letterhead.objects.exists())


class LogoTests(CastTestCase):
    def drawn(self) -> Image.Image:
        logo = letterhead_of(self.by_mara.workspace).logo
        assert logo is not None
        return Image.open(io.BytesIO(bytes(logo)))

    def test_pictures_of_three_kinds_become_a_small_png(self) -> None:
        for kind in ("PNG", "JPEG", "WEBP"):
            kept = put_logo([picture((3000, 1000), kind)], by=self.by_mara)
            drawn = self.drawn()
            self.assertEqual(drawn.format, "PNG")
            self.assertEqual((kept.logo_width, kept.logo_height), drawn.size)
            self.assertLessEqual(drawn.width, LARGEST_LOGO[0])
            self.assertEqual(drawn.size, (1400, 467))

    def test_nothing_beside_the_pixels_is_kept(self) -> None:
        put_logo([picture((60, 40), "JPEG", orientation=6)], by=self.by_mara)
        self.assertEqual(self.drawn().size, (40, 60))  # as the camera was held
        self.assertNotIn(b"taken at home", bytes(letterhead_of(self.by_mara.workspace).logo or b""))

    def test_empty_space_around_it_is_cut_away(self) -> None:
        wide = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
        wide.paste("teal", (100, 100, 200, 150))
        file = io.BytesIO()
        wide.save(file, "PNG")
        put_logo([file.getvalue()], by=self.by_mara)
        self.assertEqual(self.drawn().size, (100, 50))

    def test_what_is_no_picture_or_too_much_is_refused_and_changes_nothing(self) -> None:
        put_logo([picture()], by=self.by_mara)
        before = letterhead_of(self.by_mara.workspace).changed_at
        gif = picture(kind="GIF")
        for content in (SVG, b"", b"hello", pdf(), gif, picture()[:60], bomb(), b"x" * (5 * 1024 * 1024 + 1)):
            with self.assertRaises(Invalid) as caught:
                put_logo([content], by=self.by_mara)
            self.assertIn("logo", caught.exception.message_dict)
        self.assertEqual(letterhead_of(self.by_mara.workspace).changed_at, before)

    def test_it_can_be_removed(self) -> None:
        put_logo([picture()], by=self.by_mara)
        remove_logo(by=self.by_mara)
        remove_logo(by=self.by_mara)
        self.assertFalse(letterhead_of(self.by_mara.workspace).has_logo)
        self.assertEqual(Event.objects.filter(verb="letterhead.changed").count(), 2)


class PageTests(CastTestCase):
    def setUp(self) -> None:
        self.client.force_login(self.mara)

    def upload(self, content: bytes, name: str = "logo.png") -> Any:
        return self.client.post(LOGO, {"logo": SimpleUploadedFile(name, content, "image/png")})

    def test_the_page_shows_and_changes_it(self) -> None:
        self.assertContains(self.client.get(PAGE), 'placeholder="Acme"')
        self.assertRedirects(self.client.post(PAGE, {"name": "Adler", "address": "Here", "paper": "letter"}), PAGE)
        self.assertContains(self.client.get(PAGE), 'value="Adler"')
        refused = self.client.post(PAGE, {"name": "Adler", "address": "a\n" * 20})
        self.assertContains(refused, "at most 8 lines", status_code=400)

    def test_a_logo_is_uploaded_shown_and_removed(self) -> None:
        self.assertEqual(self.client.get(LOGO).status_code, 404)
        self.assertRedirects(self.upload(picture()), PAGE)
        self.assertContains(self.client.get(PAGE), f'src="{LOGO}?')
        shown = self.client.get(LOGO)
        self.assertEqual((shown["Content-Type"], shown["X-Content-Type-Options"]), ("image/png", "nosniff"))
        self.assertContains(self.upload(SVG, "logo.svg"), "no picture that can be shown", status_code=400)
        self.assertRedirects(self.client.post(LOGO, {"_method": "delete"}), PAGE)
        self.assertEqual(self.client.get(LOGO).status_code, 404)

    def test_it_stands_among_the_settings_of_administrators(self) -> None:
        self.assertContains(self.client.get(reverse("workspaces:settings", args=["acme"])), PAGE)
        self.client.force_login(self.ana)
        self.assertNotContains(self.client.get(reverse("workspaces:settings", args=["acme"])), PAGE)
        self.assertEqual(self.client.get(PAGE).status_code, 403)

    def test_programs_read_and_change_it(self) -> None:
        said = self.client.patch(API, {"name": "Adler", "paper": "a4"}, content_type="application/json")
        self.assertEqual((said.status_code, said.json()["name"], said.json()["paper"]), (200, "Adler", "a4"))
        self.assertEqual(self.client.patch(API, {"logo": "x"}, content_type="application/json").status_code, 400)
        self.client.force_login(self.ana)
        self.assertEqual(self.client.get(API).json()["name"], "Adler")
        self.assertEqual(self.client.patch(API, {"name": "X"}, content_type="application/json").status_code, 403)
