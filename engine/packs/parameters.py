"""Writes other parameter values into a pack.yaml, for scenarios that rely on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from engine.domain.case import Json
from engine.packs import yamlfile


def override(files: Mapping[str, bytes], pack: str, values: Json) -> dict[str, bytes]:
    """Return the files of a pack with parameter values replaced; comments of its pack.yaml are lost, its content is not."""
    path = f"processes/{pack}/pack.yaml"
    manifest: Json = yamlfile.read(path, files[path]).value
    stated = manifest.get("parameters", {})
    changed = {name: {**stated.get(name, {}), "value": value, "source": "county"} for name, value in values.items()}
    return {**files, path: write({**manifest, "parameters": {**stated, **changed}})}


def write(value: Any) -> bytes:
    """Write a plain tree as YAML that reads back as itself."""
    # The reader takes only plain decimal numbers for numbers; everything else that is text gets its quotes here.
    return yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False).encode()


class _Dumper(yaml.SafeDumper):
    """Writes all text in quotes, and nothing by reference."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the parent class asks with the value
        """Write equal values out each time."""
        return True


_Dumper.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))
