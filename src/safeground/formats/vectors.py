"""Vector files, read: GeoJSON, GeoPackage, FlatGeobuf, KML(Z), Shapefile → geometry in WGS 84 and columns."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from safeground.errors import Fault, InputError
from safeground.formats.packed import unpacked_kml
from safeground.formats.xml_file import XmlLimits, refuse_hostile_xml
from safeground.remarks import Remark

if TYPE_CHECKING:
    import numpy.typing as npt

KML_LIMITS = XmlLimits(size_bytes=500_000_000, elements=5_000_000)
"""KML is text with every coordinate in it: larger than an alert, and read by GDAL only after this look."""
ENDINGS = (".geojson", ".json", ".gpkg", ".fgb", ".kml", ".kmz", ".shp")


@dataclass(frozen=True, slots=True)
class Features:
    """The features of a vector file.

    Parameters
    ----------
    geometry
        Geometries in WGS 84 lon/lat, two-dimensional, object array (n,); None where a feature has none.
        As drawn: validity is not repaired.
    columns
        Attribute → its n values; None where missing; text stays text, numbers as the file types them.
    fid
        The file's own feature numbers, shape (n,).
    file
        The file's name.
    remarks
        What was inferred or left out in reading.
    """

    geometry: npt.NDArray[np.object_]
    columns: dict[str, list[object]]
    fid: npt.NDArray[np.int64]
    file: str
    remarks: tuple[Remark, ...] = ()

    def __len__(self) -> int:
        return len(self.geometry)


def read_features(path: Path, layer: str | None = None) -> Features:
    """Read a vector file; every layer that has geometry, or the one named.

    Parameters
    ----------
    path
        A file with one of ``ENDINGS``.
    layer
        Name of a layer, where one of several is meant.

    Raises
    ------
    InputError
        A file that is not there, not of these formats, damaged or cut short, empty, without a coordinate
        reference system, or with coordinates that are not on the earth; an archive that unpacks without end.
    """
    path = Path(path)
    _check_file(path)
    if path.suffix.lower() == ".kmz":
        return _read_packed(path, layer)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        layers = [_read_layer(path, name) for name in _layer_names(path, layer)]
    features = _joined(path, layers, said)
    if not len(features):
        raise _fault(
            path, "no feature", "at least one feature", "Export the features again, or name another file."
        )
    _check_on_earth(path, features.geometry)
    return features


def _read_packed(path: Path, layer: str | None) -> Features:
    with unpacked_kml(path) as inside:
        try:
            read = read_features(inside, layer)
        except InputError as error:
            raise InputError(replace(fault, file=str(path)) for fault in error.faults) from None
    remarks = tuple(replace(remark, file=path.name) for remark in read.remarks)
    return replace(read, file=path.name, remarks=remarks)


def _check_file(path: Path) -> None:
    if not path.is_file():
        raise _fault(path, "no such file", "a vector file", "Put the file there, or correct its name.")
    if path.suffix.lower() not in ENDINGS:
        raise _fault(
            path,
            f"a file ending in {path.suffix or 'nothing'}",
            f"one of {', '.join(ENDINGS)}",
            "Export it as GeoJSON or GeoPackage.",
        )
    if path.suffix.lower() == ".shp":
        _check_shapefile_length(path)
    if path.suffix.lower() == ".kml":
        refuse_hostile_xml(path, KML_LIMITS)


def _check_shapefile_length(path: Path) -> None:
    # GDAL reads a .shp that is cut short as features without geometry, and says nothing.
    with path.open("rb") as file:
        head = file.read(28)
    stated = int.from_bytes(head[24:28], "big") * 2
    if len(head) < 28 or stated > path.stat().st_size:
        raise _fault(
            path,
            f"{path.stat().st_size:,} bytes",
            f"{stated:,} bytes, as its header says" if len(head) == 28 else "a Shapefile",
            "The file is cut short: copy it again, whole.",
        )


def _layer_names(path: Path, layer: str | None) -> list[str]:
    import pyogrio

    try:
        listed = [(str(name), kind) for name, kind in pyogrio.list_layers(path)]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise _unreadable(path, error) from None
    spatial = [name for name, kind in listed if kind is not None]
    if layer is not None:
        if layer not in spatial:
            raise _fault(
                path,
                f"no layer {layer!r}",
                f"one of {', '.join(spatial) or '(none)'}",
                "Name one of its layers.",
            )
        return [layer]
    if not spatial:
        raise _fault(
            path,
            "no layer with geometry",
            "at least one",
            "Export the layer that has the polygons or points.",
        )
    return spatial


@dataclass(frozen=True, slots=True)
class _Layer:
    name: str
    geometry: npt.NDArray[np.object_]
    columns: dict[str, list[object]]
    fid: npt.NDArray[np.int64]
    crs: str


def _read_layer(path: Path, name: str) -> _Layer:
    import pyogrio.raw

    # GDAL would turn text that looks like a date into a date.
    options = {"DATE_AS_STRING": "YES"} if path.suffix.lower() in (".geojson", ".json") else {}
    try:
        meta, fid, wkb, data = pyogrio.raw.read(
            path, layer=name, return_fids=True, datetime_as_string=True, force_2d=True, **options
        )
        geometry = shapely.from_wkb(wkb)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        pyogrio.errors.GeometryError,
        shapely.errors.GEOSException,
    ) as error:
        raise _unreadable(path, error) from None
    columns = {str(key): _plain(values) for key, values in zip(meta["fields"], data, strict=True)}
    geometry = np.asarray(geometry, dtype=object)
    return _Layer(name, _to_wgs84(path, geometry, meta["crs"]), columns, np.asarray(fid), meta["crs"])


def _plain(values: npt.NDArray[Any]) -> list[object]:
    """Return Python values, None for what is missing (the reader writes NaN for it in number columns)."""
    return [None if isinstance(v, float) and math.isnan(v) else v for v in values.tolist()]


def _to_wgs84(path: Path, geometry: npt.NDArray[np.object_], crs: str | None) -> npt.NDArray[np.object_]:
    from pyproj import CRS, Transformer
    from pyproj.exceptions import CRSError, ProjError

    no_crs = _fault(
        path,
        "no coordinate reference system",
        "one that says what its coordinates mean",
        "Set the layer's CRS (QGIS: Layer, Set CRS), or export it as GeoJSON in WGS 84.",
    )
    if not crs:
        raise no_crs
    try:
        system = CRS.from_user_input(crs)
        if system.name.lower().startswith(("undefined", "unknown")) or not (
            system.is_geographic or system.is_projected
        ):
            raise no_crs
        if system.to_authority() in (("EPSG", "4326"), ("OGC", "CRS84")):
            return geometry
        transformer = Transformer.from_crs(system, "EPSG:4326", always_xy=True)
        there = [i for i, one in enumerate(geometry) if one is not None]
        moved = geometry.copy()
        moved[there] = shapely.transform(
            geometry[there],
            lambda at: np.column_stack(transformer.transform(at[:, 0], at[:, 1], errcheck=True)),
        )
    except (CRSError, ProjError) as error:
        raise _fault(
            path,
            f"coordinates that cannot be turned into WGS 84 ({error})",
            "a known CRS",
            "Export it as GeoJSON in WGS 84.",
        ) from None
    return moved


def _joined(path: Path, layers: list[_Layer], said: list[warnings.WarningMessage]) -> Features:
    names = list(dict.fromkeys(name for layer in layers for name in layer.columns))
    columns = {
        name: [v for layer in layers for v in layer.columns.get(name, [None] * len(layer.geometry))]
        for name in names
    }
    remarks = [Remark("warning", path.name, f"The reader said: {w.message}.") for w in said]
    if len(layers) > 1:
        listed = ", ".join(layer.name for layer in layers)
        remarks.append(
            Remark("inferred", path.name, f"All its layers were read together: {listed}.", len(layers))
        )
    return Features(
        np.concatenate([layer.geometry for layer in layers]),
        columns,
        np.concatenate([layer.fid for layer in layers]).astype(np.int64),
        path.name,
        tuple(remarks),
    )


def _check_on_earth(path: Path, geometry: npt.NDArray[np.object_]) -> None:
    at, index = shapely.get_coordinates(geometry, return_index=True)
    # The negation catches NaN too.
    wrong = ~((np.abs(at[:, 0]) <= 180.0) & (np.abs(at[:, 1]) <= 90.0))
    if not wrong.any():
        return
    first = int(np.flatnonzero(wrong)[0])
    lon, lat = at[first]
    swapped = bool(np.all((np.abs(at[:, 1]) <= 180.0) & (np.abs(at[:, 0]) <= 90.0)))
    raise InputError(
        [
            Fault(
                str(path),
                f"feature {int(index[first]) + 1}",
                f"the position ({lon:g}, {lat:g})",
                "longitude -180 to 180, then latitude -90 to 90",
                "Longitude and latitude are swapped: exchange them."
                if swapped
                else "State the file's true CRS, or export it again in WGS 84.",
            )
        ]
    )


def _fault(path: Path, found: str, expected: str, fix: str) -> InputError:
    return InputError([Fault(str(path), "", found, expected, fix)])


def _unreadable(path: Path, error: Exception) -> InputError:
    return _fault(
        path,
        f"something that cannot be read ({str(error).partition('; It might help')[0].strip()})",
        f"a whole {path.suffix.lower()} file",
        "It may be cut short or of another format: export it again.",
    )
