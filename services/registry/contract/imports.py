"""Imported files, as others ask for them and see them."""

from marshmallow import fields

from services.registry.contract.examples import OTHER
from shared.contract import Body, Code, Command, Id, Kind, Line, Truth, Whole


class StartImport(Body):
    """What is said of an imported file; the file itself is the request's body."""

    of = Code(("areas", "centers"), required=True)
    filename = Line(200, required=True)
    language = Code(("kk", "ru", "mn", "en"), load_default="en")
    dry_run = Truth(load_default=False)


class ImportState(Body):
    """An imported file and how far it is."""

    id = Id(required=True)
    version = Whole(required=True)
    status = Code(("received", "applying", "finished", "refused"), required=True)
    area_id = Id("area", allow_none=True)
    of = Code(("areas", "centers"), required=True)
    filename = fields.String(required=True)
    language = fields.String(required=True)
    dry_run = Truth(required=True)
    counts = fields.Dict(keys=fields.String(), values=Whole())
    progress = fields.Dict(keys=fields.String(), values=Whole())
    warnings = fields.List(fields.Dict())
    refused_because = fields.Dict(allow_none=True)


class RejectedFile(Body):
    """In which format the rejected rows are wanted."""

    format = Code(("csv", "xlsx"), load_default="csv")


COMMANDS = (
    Command("start_import", "POST", "/imports", StartImport, "import", "import.run", creates=True, batch=False,
            takes_file=True, summary="Import a file of areas or centers",
            example={"of": "centers", "filename": "centers.xlsx"}),
    Command("take_rejected", "GET", "/imports/{import_id}/rejected", RejectedFile, "import", "import.run", batch=False,
            reads=True, summary="Take the rejected rows as a file to mend", example={"format": "csv"}),
)  # fmt: skip

KINDS = (
    Kind("import", "imports", ImportState, ("received", "judged", "progressed", "finished", "refused"),
         {"id": OTHER, "version": 2, "status": "applying", "area_id": None, "of": "centers", "filename": "centers.xlsx",
          "language": "en", "dry_run": False, "counts": {"rows": 400, "accepted": 390}, "progress": {"done": 50, "of": 400},
          "warnings": [], "refused_because": None}, filters=("status", "of"), shared="never"),
)  # fmt: skip
