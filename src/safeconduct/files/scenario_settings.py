"""Read the settings of `scenario.toml`, each checked against the one table of settings."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from safeconduct.files.noted import Noted, hint
from safeconduct.model.notice import Where
from safeconduct.model.settings import SETTING_TABLE, Settings

FILE = "scenario.toml"

SETTING_SECTIONS: dict[str, tuple[str, ...]] = {
    section: tuple(name for name, info in SETTING_TABLE.items() if info.section == section)
    for section in dict.fromkeys(info.section for info in SETTING_TABLE.values())
}
"""The names of the settings in each section of `scenario.toml`."""

_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")

Value = int | float | bool | str


def read_settings(content: dict[str, object], noted: Noted) -> Settings:
    """Return the settings; what cannot be used is noted and keeps its default."""
    settings = Settings()
    kinds = {one.name: type(getattr(settings, one.name)) for one in fields(Settings)}
    for section, names in SETTING_SECTIONS.items():
        found = content.get(section, {})
        if not isinstance(found, dict):
            if section != "roads":
                noted.add("toml-type", Where(FILE, column=section), found=found, wanted=f"a section [{section}]")
            continue
        for key, raw in found.items():
            where = Where(FILE, column=f"{section}.{key}")
            if key in names:
                value = _value(str(key), raw, kinds[key], where, noted)
                settings = settings if value is None else replace(settings, **{key: value})  # type: ignore[arg-type]
            elif section != "roads":
                noted.add("toml-key-unknown", where, hint=_hint(str(key), section))
    _check_together(settings, noted)
    return settings


def _hint(key: str, section: str) -> str:
    """Return the nearest setting, and the section where the key would be known."""
    if key in SETTING_TABLE:
        return f"It belongs to the section [{SETTING_TABLE[key].section}]."
    return hint(key, SETTING_SECTIONS[section])


def _value(key: str, raw: object, kind: type, where: Where, noted: Noted) -> Value | None:
    """Return the value in the setting's own kind and range, or None with a notice."""
    info = SETTING_TABLE[key]
    if kind is bool:
        if isinstance(raw, bool):
            return raw
        noted.add("toml-type", where, found=raw, wanted="true or false")
        return None
    if kind is str:
        return _word(info.unit, raw, where, noted)
    if isinstance(raw, bool) or not isinstance(raw, (int, float)):
        noted.add("toml-type", where, found=raw, wanted="a whole number" if kind is int else "a number")
        return None
    if not info.low <= raw <= info.high:
        noted.add("setting-range", where, value=raw, low=f"{info.low:g}", high=f"{info.high:g}")
        return None
    if kind is int and raw != int(raw):
        noted.add("toml-type", where, found=raw, wanted="a whole number")
        return None
    return int(raw) if kind is int else float(raw)


def _word(unit: str, raw: object, where: Where, noted: Noted) -> str | None:
    """Return an hour of the day or one of the words that the unit lists, or None with a notice."""
    if unit == "hh:mm":
        if isinstance(raw, str) and (not raw or _HOUR.fullmatch(raw)):
            return raw
        noted.add("toml-type", where, found=raw, wanted='an hour such as "21:00", or ""')
        return None
    choices = tuple(unit.split(" | "))
    if isinstance(raw, str) and raw in choices:
        return raw
    noted.add("cell-choice", where, value=raw, hint=hint(str(raw), choices))
    return None


def _check_together(settings: Settings, noted: Noted) -> None:
    """Note settings that do not go together."""
    if 3600 % settings.step_s:
        noted.add("setting-step", Where(FILE, column="plan.step_s"), value=settings.step_s)
    if settings.packet_headway_s < settings.vehicle_gap_s:
        where = Where(FILE, column="convoy.packet_headway_s")
        noted.add("setting-headway", where, headway=settings.packet_headway_s, gap=settings.vehicle_gap_s)
    if bool(settings.night_from) != bool(settings.night_to) or (settings.night_from and settings.night_from == settings.night_to):
        noted.add("setting-night", Where(FILE, column="convoy.night_from"))
    beside = settings.escorts_per_packet + settings.recovery_per_packet
    if beside >= settings.packet_size:
        noted.add("setting-escorts", Where(FILE, column="convoy.packet_size"), size=settings.packet_size, beside=beside)
