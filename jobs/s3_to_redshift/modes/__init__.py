"""The load modes, one a module: how staged rows come into the target."""

from __future__ import annotations

from .. import spec
from ..plan import Applied, Load
from .append import append
from .history import history
from .replace import replace
from .snapshot import snapshot
from .upsert import upsert


def applied(load: Load) -> Applied:
    match load.mode:
        case spec.Append():
            return append(load)
        case spec.Upsert():
            return upsert(load, load.mode)
        case spec.Replace():
            return replace(load)
        case spec.Snapshot():
            return snapshot(load)
        case spec.History():
            return history(load, load.mode)
