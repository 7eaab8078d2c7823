"""What the registry decides: areas, centers, the signs that a center lives, and imported files."""

from services.registry.model.area import Area
from services.registry.model.center import Center
from services.registry.model.imported import Import
from services.registry.model.vitality import Vitality

__all__ = ["Area", "Center", "Import", "Vitality"]
