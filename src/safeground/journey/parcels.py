"""Barriers part the plane into parcels of ground; what leads from one to another, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from safeground.journey.arcs import NO_LIMIT_PER_S
from safeground.journey.detours import Detours
from safeground.journey.narrows import Mouths, parted
from safeground.journey.network import a_metre
from safeground.journey.pieces import inside, points_at

if TYPE_CHECKING:
    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from safeground.journey.movement import Movement

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Shapes = npt.NDArray[np.object_]

MARGIN_M = 50_000.0
"""The plane reaches so far beyond everything of the plan; who leaves it comes back anywhere at no cost."""
AT_PORTAL_M = 0.1
"""A street's end at a barrier belongs to the ground within this distance."""
AT_DEAD_END_M = 20.0
"""A street that ends within a barrier, so near to ground, is taken to reach it: two drawings of one bank."""
EDGE_M = 0.01
"""Ground so near to the edge of the plane reaches it."""


@dataclass(frozen=True, slots=True)
class Parcels:
    """Connected pieces of ground, and the places by which one comes from one to another.

    Parameters
    ----------
    parcel
        Polygons in metres, shape (c,).
    piece
        Pieces of street within barriers, shape (p,).
    node
        Nodes of these pieces, shape (n,). They are the first places.
    place
        Where parcels meet: the nodes as points, the plane's edge, then each mouth of a narrow place twice,
        as it is left and as it is entered, shape (k,).
    near_m
        Ground so near to a place is ground that one steps on from it, shape (k,).
    portal, component
        Places that touch a parcel, and which, shape (q,) each.
    mouth
        Places: the outer and the inner one of each mouth, shape (m, 2).
    mouth_per_s
        What passes each mouth at most, one way, persons a second, shape (m,).
    detours
        How far it is from place to place within a parcel.
    """

    parcel: Shapes
    piece: Ints
    node: Ints
    place: Shapes
    near_m: Floats
    portal: Ints
    component: Ints
    mouth: Ints
    mouth_per_s: Floats
    detours: Detours


def parcels_of(movement: Movement, barriers: BaseGeometry) -> Parcels:
    """Return the parcels that barriers leave, with all that leads from one to another."""
    plane = _plane(movement, barriers)
    parcel, mouths = parted(shapely.difference(plane, barriers), barriers)
    piece, node = _passages(movement, barriers)
    points = points_at(movement.pieces.x[node], movement.pieces.y[node])
    near_m = np.where(_dead_ends(movement, node), AT_DEAD_END_M, AT_PORTAL_M)
    place, near_m = np.concatenate((points, _array([plane.exterior]))), np.append(near_m, EDGE_M)
    component, portal = shapely.STRtree(place).query(parcel, predicate="dwithin", distance=AT_PORTAL_M)
    far = np.flatnonzero(near_m > AT_PORTAL_M)
    if len(far):
        also = shapely.STRtree(place[far]).query(parcel, predicate="dwithin", distance=AT_DEAD_END_M)
        component, portal = np.append(component, also[0]), np.append(portal, far[also[1]])
    component, portal = np.unique(np.stack((component, portal)), axis=1)
    mouth = len(place) + np.arange(2 * len(mouths.line)).reshape(-1, 2)
    return Parcels(
        parcel=parcel,
        piece=piece,
        node=node,
        place=np.append(place, np.repeat(mouths.line, 2)),
        near_m=np.append(near_m, np.zeros(mouth.size)),
        portal=np.concatenate((portal, mouth[:, 0], mouth[:, 1])),
        component=np.concatenate((component, mouths.wide, mouths.narrow)),
        mouth=mouth,
        mouth_per_s=_most_across(movement, mouths),
        detours=Detours.around(barriers, movement.setting.ordered.centroid, plane),
    )


def _most_across(movement: Movement, mouths: Mouths) -> Floats:
    """Return what passes each mouth a second: people abreast over all of it, and what its streets carry."""
    setting, quick = movement.setting, movement.fast
    most = mouths.length_m * a_metre(setting.figures)
    mouth, edge = setting.lines.tree.query(mouths.line, predicate="intersects")
    np.add.at(most, mouth, np.maximum(quick.forward_per_s[edge], quick.backward_per_s[edge]))
    return np.minimum(most, NO_LIMIT_PER_S)


def _plane(movement: Movement, barriers: BaseGeometry) -> shapely.Polygon:
    setting = movement.setting
    shapes = [setting.ordered, *setting.zones.shape]
    shapes += [] if setting.destinations is None else [*setting.destinations]
    around = np.array([*shapely.bounds(np.array(shapes, dtype=object)), shapely.bounds(barriers)])
    around = around[np.isfinite(around).all(axis=1)]
    west, south = around[:, :2].min(axis=0) - MARGIN_M
    east, north = around[:, 2:].max(axis=0) + MARGIN_M
    whole: shapely.Polygon = shapely.box(west, south, east, north)
    return whole


def _passages(movement: Movement, barriers: BaseGeometry) -> tuple[Ints, Ints]:
    """Return the pieces of street within barriers that people can use, and their nodes."""
    pieces = movement.pieces
    usable = _usable(movement)
    piece = np.flatnonzero(usable & inside(barriers, pieces.mid_x, pieces.mid_y))
    return piece, np.unique(np.concatenate((pieces.tail[piece], pieces.head[piece])))


def _dead_ends(movement: Movement, node: Ints) -> npt.NDArray[np.bool_]:
    pieces, usable = movement.pieces, _usable(movement)
    degree = np.bincount(np.append(pieces.tail[usable], pieces.head[usable]), minlength=len(pieces.x))
    ends: npt.NDArray[np.bool_] = degree[node] == 1
    return ends


def _usable(movement: Movement) -> npt.NDArray[np.bool_]:
    usable: npt.NDArray[np.bool_] = movement.ends.on_the_way & (
        movement.fast.forward_per_s[movement.pieces.edge] > 0
    )
    return usable


def _array(shapes: list[BaseGeometry] | Shapes) -> Shapes:
    found = np.empty(len(shapes), object)
    found[:] = shapes
    return found
