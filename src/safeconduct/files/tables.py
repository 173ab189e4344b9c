"""Tables of a scenario folder, read alike from CSV, XLSX and GeoJSON."""

from __future__ import annotations

from safeconduct.files.columns import TableSpec, header_names
from safeconduct.files.folder import Folder
from safeconduct.files.geojson_tables import read_features
from safeconduct.files.noted import Noted
from safeconduct.files.table_csv import read_csv
from safeconduct.files.table_rows import Table, fit
from safeconduct.files.table_xlsx import read_xlsx
from safeconduct.model.notice import Where

TABLE_ENDINGS = (".csv", ".tsv", ".csv.gz", ".xlsx", ".geojson")


def table_files(folder: Folder, stem: str) -> tuple[str, ...]:
    """Return every file of the folder that could be that table."""
    found = (folder.find(stem + ending) for ending in TABLE_ENDINGS)
    return tuple(name for name in found if name)


def read_table(folder: Folder, spec: TableSpec, noted: Noted) -> Table | None:
    """Return the table, or None with notices (none at all when it is optional and absent)."""
    found = table_files(folder, spec.stem)
    if len(found) > 1:
        noted.add("file-two-versions", Where(found[0]), first=found[0], second=found[1])
        return None
    if not found:
        if spec.required:
            noted.add("file-missing", Where(f"{spec.stem}.csv"), file=f"{spec.stem}.csv")
        return None
    return read_table_file(folder, found[0], spec, noted)


def read_table_file(folder: Folder, name: str, spec: TableSpec, noted: Noted) -> Table | None:
    """Return the table in the file of that name, or None with notices."""
    data = folder.read(name)
    if data is None:
        return None
    lower = name.lower()
    if lower.endswith(".geojson"):
        return read_features(data, name, spec, noted)
    is_book = lower.endswith(".xlsx")
    raw = read_xlsx(data, name, spec.stem, noted) if is_book else read_csv(data, name, header_names(spec), noted)
    return None if raw is None else fit(raw, name, spec, noted)
