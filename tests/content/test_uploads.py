import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from wagtail.documents.models import Document

from livesafe.content.models import SafeImage

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def photo(kind="JPEG"):
    """A picture that says where it was taken, and lies on its side."""
    picture = Pillow.new("RGB", (80, 40), "red")
    exif = Pillow.Exif()
    exif[0x0112] = 6  # Turn a quarter.
    exif[0x010F] = "A phone"
    exif.get_ifd(0x8825)[2] = (52.0, 38.0, 0.0)  # Leicester.
    out = io.BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_uploaded_photo_forgets_where_and_with_what_it_was_taken(db, kind):
    original = photo(kind)
    assert Pillow.open(io.BytesIO(original)).getexif()

    image = SafeImage.objects.create(
        title="Photo", file=SimpleUploadedFile(f"photo.{kind.lower()}", original)
    )

    with image.file.open() as stored:
        kept = Pillow.open(stored)
        assert not kept.getexif()
        assert kept.size == (40, 80)
    assert (image.width, image.height) == (40, 80)


@pytest.mark.parametrize("name", ["drawing.svg", "page.html", "drawing.png"])
def test_a_drawing_that_can_carry_script_is_refused_as_a_picture(db, admin_client, name):
    form = {"title": "Drawing", "file": SimpleUploadedFile(name, SVG), "collection": 1}

    admin_client.post("/admin/images/add/", form)

    assert not SafeImage.objects.exists()


@pytest.mark.parametrize("name", ["drawing.svg", "page.html", "page.xhtml", "code.js"])
def test_a_file_that_a_browser_would_run_is_refused_as_a_document(db, admin_client, name):
    admin_client.post(
        "/admin/documents/add/", {"title": "File", "file": SimpleUploadedFile(name, SVG), "collection": 1}
    )

    assert not Document.objects.exists()


@pytest.mark.parametrize("broken", [photo()[:-200], photo("PNG")[:60], b"\x89PNG\r\n\x1a\n" + b"x" * 50])
def test_a_broken_picture_is_refused_in_words(db, admin_client, broken):
    form = {"title": "Photo", "file": SimpleUploadedFile("photo.jpg", broken), "collection": 1}

    response = admin_client.post("/admin/images/add/", form)

    assert response.status_code == 200
    assert not SafeImage.objects.exists()


def test_a_document_is_handed_out_as_a_file_to_save(db, reader):
    document = Document.objects.create(title="Kit", file=SimpleUploadedFile("kit.docx", b"PK"))

    response = reader.get(document.url)

    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_picture_is_served_and_a_part_of_it_where_a_phone_asks_for_a_part(db, reader):
    image = SafeImage.objects.create(title="Photo", file=SimpleUploadedFile("photo.png", photo("PNG")))

    whole = b"".join(reader.get(image.file.url).streaming_content)
    part = reader.get(image.file.url, headers={"range": "bytes=2-5"})

    assert (part.status_code, part.content) == (206, whole[2:6])
    assert part["Content-Range"] == f"bytes 2-5/{len(whole)}"


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-", 206, slice(0, None)),
        ("bytes=-4", 206, slice(-4, None)),
        ("bytes=5-2", 200, None),
        ("bytes=0-1,4-5", 200, None),
        ("bytes=99999999-", 416, None),
    ],
)
def test_every_kind_of_range_gets_a_right_answer(db, reader, asked, status, part):
    image = SafeImage.objects.create(title="Photo", file=SimpleUploadedFile("photo.png", photo("PNG")))
    whole = b"".join(reader.get(image.file.url).streaming_content)

    response = reader.get(image.file.url, headers={"range": asked})

    assert response.status_code == status
    if part:
        assert response.content == whole[part]


def test_a_film_is_played_in_parts_from_its_own_address(db, reader):
    film = Document.objects.create(title="Film", file=SimpleUploadedFile("film.mp4", bytes(range(200))))

    response = reader.get(film.url, headers={"range": "bytes=0-1"})

    assert (response.status_code, response.content) == (206, b"\0\1")
    assert response["Content-Type"] == "video/mp4"
    assert response["Content-Range"] == "bytes 0-1/200"


def test_a_document_is_not_served_past_its_own_address(db, reader):
    Document.objects.create(title="Kit", file=SimpleUploadedFile("kit.docx", b"PK"))
    SafeImage.objects.create(title="Photo", file=SimpleUploadedFile("photo.png", photo("PNG")))

    for path in ("documents/kit.docx", "./documents/kit.docx", "original_images/../documents/kit.docx"):
        assert reader.get(f"/media/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["../livesafe.sqlite3", "documents/kit.docx", "nothing.png", "%00", "x" * 400]
)
def test_nothing_but_pictures_is_served_from_the_media_folder(db, reader, path):
    assert reader.get(f"/media/{path}").status_code in {400, 404}
