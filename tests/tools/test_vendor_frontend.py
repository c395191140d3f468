"""The copy of the front-end files: complete, idempotent, without source maps, and plain when packages are missing."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "tools" / "vendor_frontend.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    import sys

    spec = importlib.util.spec_from_file_location("vendor_frontend", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["vendor_frontend"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def modules(tool: ModuleType, tmp_path: Path) -> Path:
    for entry in tool.FILES:
        source = tmp_path / "modules" / entry.package / entry.source
        source.parent.mkdir(parents=True, exist_ok=True)
        source.write_bytes(b"content\n//# sourceMappingURL=x.js.map\n")
        about = {"name": entry.package, "version": "1.2.3", "license": "MIT"}
        (tmp_path / "modules" / entry.package / "package.json").write_text(json.dumps(about), encoding="utf-8")
    return tmp_path / "modules"


def test_vendor_copies_every_file_and_a_notice(tool: ModuleType, modules: Path, tmp_path: Path) -> None:
    assert tool.vendor(modules, tmp_path / "out") == len(tool.FILES) + 1
    assert "htmx.org 1.2.3, licence MIT" in (tmp_path / "out" / "NOTICE").read_text(encoding="utf-8")


def test_vendor_twice_changes_nothing(tool: ModuleType, modules: Path, tmp_path: Path) -> None:
    tool.vendor(modules, tmp_path / "out")
    assert tool.vendor(modules, tmp_path / "out") == 0


def test_script_loses_its_source_map(tool: ModuleType, modules: Path, tmp_path: Path) -> None:
    tool.vendor(modules, tmp_path / "out")
    assert (tmp_path / "out" / "htmx.min.js").read_bytes() == b"content\n"


def test_font_is_copied_byte_for_byte(tool: ModuleType) -> None:
    assert tool.strip_source_map(b"\n//# sourceMappingURL=a", "a.woff2") == b"\n//# sourceMappingURL=a"


def test_missing_package_is_named(tool: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="fraunces"):
        tool.vendor(tmp_path, tmp_path / "out")
