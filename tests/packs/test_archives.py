# ruff: noqa: E501 - sentences that people read are asserted whole
"""Pack archives are the same bytes wherever they are made, and hostile ones are refused in words."""

from __future__ import annotations

import io
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import CheckFailedError
from engine.packs import archive, disk
from tests.packs.builders import a_county

MANIFEST = ("manifest.json", b"{}")


def a_zip(*entries: tuple[str, bytes], spoil: Callable[[zipfile.ZipInfo], None] | None = None, method: int = zipfile.ZIP_STORED) -> bytes:
    """Return a zip file with any entries whatever."""
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as made:
        warnings.simplefilter("ignore")  # the library warns of names that stand twice, which is what a test wants
        for name, content in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            if spoil:
                spoil(info)
            made.writestr(info, content)
    return buffer.getvalue()


def refused(content: bytes) -> list[tuple[str, str]]:
    """Read a hostile archive and return file and English sentence of each problem."""
    with pytest.raises(CheckFailedError) as caught:
        archive.read_archive(content)
    return [(problem.file, problem.message.en) for problem in caught.value.problems]


def test_a_pack_travels_byte_for_byte() -> None:
    """What is exported and imported again is the same, and exporting that gives the same archive."""
    files = a_county(
        {"forms/longxi/F01.schema.json": b'{"title": "\xe7\x99\xbb\xe8\xae\xb0"}\r\n'}, requires={"roles": ["R.TEAM"], "calendars": ["cn"]}
    )

    sent = archive.export_pack(files)
    received = archive.read_archive(sent)

    assert dict(received.files) == files
    assert archive.export_pack(received.files) == sent
    assert (received.pack, received.version, received.included, received.declared) == ("longxi", "1.0.0", ("base",), ())
    assert received.needs == {"roles": ("R.TEAM",), "calendars": ("cn",)}


def test_the_order_of_the_files_does_not_matter() -> None:
    """The same files in another order are the same archive and the same content id."""
    files = a_county()
    turned = dict(reversed(files.items()))

    assert archive.export_pack(turned) == archive.export_pack(files)
    assert archive.content_id(turned) == archive.content_id(files)


def test_a_pack_without_its_parents_declares_them() -> None:
    """A county may send its own files only; the archive then says which parent must be there."""
    received = archive.read_archive(archive.export_pack(a_county(), with_parents=False))

    assert list(received.files) == ["processes/longxi/pack.yaml"]
    assert (received.included, received.declared) == ((), ("base",))


@given(st.dictionaries(st.from_regex(r"forms/longxi/[A-Z]{1,3}[0-9]{0,2}\.ui\.json", fullmatch=True), st.binary(max_size=300), max_size=5))
def test_any_content_survives_the_journey(layouts: dict[str, bytes]) -> None:
    """The law of the archive: reading what was exported gives the files back, whatever they hold."""
    files = a_county(layouts)

    assert dict(archive.read_archive(archive.export_pack(files)).files) == files


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"not a zip", [("", "This is not a complete zip archive.")]),
        (a_zip(("../../etc/passwd", b"x")), [("../../etc/passwd", 'A pack cannot hold the file "../../etc/passwd".')]),
        (a_zip(("/etc/passwd", b"x")), [("/etc/passwd", 'A pack cannot hold the file "/etc/passwd".')]),
        (a_zip(("processes\\x\\pack.yaml", b"x")), [("processes\\x\\pack.yaml", 'A pack cannot hold the file "processes\\x\\pack.yaml".')]),
        (a_zip(("processes/x/run.py", b"x")), [("processes/x/run.py", 'A pack cannot hold the file "processes/x/run.py".')]),
        (a_zip(("processes/x/../y/pack.yaml", b"x")), [("processes/x/../y/pack.yaml", 'A pack cannot hold the file "processes/x/../y/pack.yaml".')]),
        (a_zip(("processes/x/inner.zip", a_zip(MANIFEST))), [("processes/x/inner.zip", 'A pack cannot hold the file "processes/x/inner.zip".')]),
        (a_zip(MANIFEST, MANIFEST), [("manifest.json", 'The archive holds "manifest.json" twice.')]),
        (a_zip(("processes/x/pack.yaml", b"x"), spoil=lambda info: setattr(info, "external_attr", (stat.S_IFLNK | 0o777) << 16)),
         [("processes/x/pack.yaml", "processes/x/pack.yaml is a link, not a file.")]),
        (a_zip(("processes/x/pack.yaml", b"\0" * 1_000_000), method=zipfile.ZIP_DEFLATED),
         [("processes/x/pack.yaml", "The file grows suspiciously when unpacked, so it was not read.")]),
        (a_zip(("processes/x/pack.yaml", b"\0" * 3_000_000)), [("processes/x/pack.yaml", "The file is too large: at most 2048 KB.")]),
        (a_zip(("processes/x/pack.yaml", b"x" * 100), method=zipfile.ZIP_LZMA),
         [("processes/x/pack.yaml", "The way it is compressed is not supported.")]),
        (a_zip(*((f"processes/x/a{n}.bpmn", b"") for n in range(2001))), [("", "There are too many files: at most 2000.")]),
        (b"\0" * (16 * 1024 * 1024 + 1), [("", "The archive is too large: at most 16 MB.")]),
        (a_zip(("processes/x/pack.yaml", b"x")), [("manifest.json", "The archive has no usable manifest.json; it was not exported by this system.")]),
        (a_zip(("manifest.json", b"[" * 100_000)), [("manifest.json", "The archive has no usable manifest.json; it was not exported by this system.")]),
    ],
)  # fmt: skip
def test_hostile_archives_are_refused(content: bytes, expected: list[tuple[str, str]]) -> None:
    """Traversal, links, bombs, programs, nested archives and repeated names each get their sentence; nothing is unpacked."""
    assert refused(content) == expected


def test_an_encrypted_file_is_refused() -> None:
    """The flag in the directory is enough; no password is asked for."""
    content = bytearray(a_zip(("processes/x/pack.yaml", b"x")))
    central = content.index(b"PK\x01\x02")
    content[central + 8 : central + 10] = struct.pack("<H", 1)

    assert refused(bytes(content)) == [("processes/x/pack.yaml", "The file is protected by a password and cannot be read.")]


def test_a_damaged_file_is_noticed_by_its_checksum() -> None:
    """One flipped letter inside a stored file does not pass."""
    content = archive.export_pack(a_county()).replace(b'"extends"', b'"extemds"', 1)

    assert refused(content) == [("processes/longxi/pack.yaml", "The file is damaged (its checksum does not match).")]


def test_a_file_exchanged_behind_the_manifest_is_noticed() -> None:
    """A correct zip whose content is not what the manifest names is refused."""
    with zipfile.ZipFile(io.BytesIO(archive.export_pack(a_county()))) as made:
        entries = {name: made.read(name) for name in made.namelist()}
    entries["processes/longxi/pack.yaml"] += b"# a little more\n"

    assert refused(a_zip(*entries.items())) == [
        ("manifest.json", "The pack's content is not what its manifest says; it may be altered or incomplete.")
    ]


@given(st.binary(max_size=400))
def test_no_bytes_whatever_get_past_the_tree_of_errors(noise: bytes) -> None:
    """Random bytes, and random bytes in the middle of a good archive, end in problems."""
    good = archive.export_pack(a_county())
    spoilt = good[: len(good) // 2] + noise + good[len(good) // 2 + len(noise) :]

    for content in (noise, spoilt):
        try:
            assert dict(archive.read_archive(content).files) == a_county()
        except CheckFailedError as error:
            assert error.problems  # noqa: PT017 - either way is right, another exception is not


def test_writing_to_disk_leaves_unchanged_files_alone(tmp_path: Path) -> None:
    """Exporting to a folder writes the very same files, and touches only what changed."""
    files = a_county()
    first = disk.write_files(tmp_path, files)
    changed = {**files, "processes/longxi/pack.yaml": files["processes/longxi/pack.yaml"] + b"# note\n"}

    second = disk.write_files(tmp_path, changed)

    assert (first, second) == (sorted(files), ["processes/longxi/pack.yaml"])
    assert disk.read_pack_dir(tmp_path / "processes", tmp_path / "forms", "longxi") == changed


def test_nothing_is_written_outside_the_folder(tmp_path: Path) -> None:
    """A path that climbs out is refused before anything is written."""
    with pytest.raises(CheckFailedError):
        disk.write_files(tmp_path / "house", {"processes/x/../../../pack.yaml": b"x"})

    assert list(tmp_path.iterdir()) == []


def test_links_in_a_pack_folder_are_not_followed(tmp_path: Path) -> None:
    """A link could bring any file of the machine into an export."""
    folder = tmp_path / "processes" / "longxi"
    folder.mkdir(parents=True)
    (folder / "pack.yaml").symlink_to("/etc/hostname")

    with pytest.raises(CheckFailedError) as caught:
        disk.read_pack_dir(tmp_path / "processes", tmp_path / "forms", "longxi")

    assert caught.value.problems[0].message.en == "pack.yaml is a link, not a file."
