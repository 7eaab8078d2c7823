"""What the registry decides: areas, centers, and the signs that a center lives."""

from services.registry.model.area import Area
from services.registry.model.center import Center
from services.registry.model.vitality import Vitality

__all__ = ["Area", "Center", "Vitality"]
