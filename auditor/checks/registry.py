"""The check of each component, and the judge of each that judges section by section."""

from __future__ import annotations

from collections.abc import Mapping
from types import ModuleType

from auditor.checks import (
    biaya,
    dasar_hukum,
    disabilitas,
    evaluasi_kinerja,
    jam_layanan,
    jaminan_keamanan,
    jaminan_pelayanan,
    jangka_waktu,
    jumlah_pelaksana,
    kompetensi_pelaksana,
    maklumat,
    pengaduan,
    pengawasan_internal,
    persyaratan,
    ppid,
    produk,
    profil,
    prosedur,
    sarana_prasarana,
    skm,
    sop,
    standar_pelayanan,
)
from auditor.checks.base import Check, Judge

_MODULES: tuple[ModuleType, ...] = (  # in the order of ``models.COMPONENTS``
    persyaratan, prosedur, jangka_waktu, biaya, produk, pengaduan, dasar_hukum, sarana_prasarana,
    kompetensi_pelaksana, pengawasan_internal, jumlah_pelaksana, jaminan_pelayanan, jaminan_keamanan,
    evaluasi_kinerja, standar_pelayanan, sop, maklumat, skm, profil, jam_layanan, ppid, disabilitas,
)  # fmt: skip
REGISTRY: Mapping[str, Check] = {module.CHECK.id: module.CHECK for module in _MODULES}
JUDGES: Mapping[str, Judge] = {
    module.CHECK.id: module.judge for module in _MODULES if hasattr(module, "judge")
}
