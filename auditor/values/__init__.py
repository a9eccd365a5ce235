"""Values in the words of a page: durations, fees, channels, hours, survey results.

Pure parsers: text in, :class:`Found` values of ``auditor.models`` with their exact spans out.
"""

from auditor.masking import is_nik, mask
from auditor.values.channels import NATIONAL, find_channels
from auditor.values.durations import find_durations
from auditor.values.found import Found
from auditor.values.hours import days_named, find_clock, find_days, find_hours
from auditor.values.index import find_index
from auditor.values.link_channels import chat_numbers, chat_words, is_picture, link_channel
from auditor.values.money import find_bare_amounts, find_fees, find_rules
from auditor.values.telephones import find_masked, find_phones, is_left_out, phone

__all__ = [
    "NATIONAL",
    "Found",
    "chat_numbers",
    "chat_words",
    "days_named",
    "find_bare_amounts",
    "find_channels",
    "find_clock",
    "find_days",
    "find_durations",
    "find_fees",
    "find_hours",
    "find_index",
    "find_masked",
    "find_phones",
    "find_rules",
    "is_left_out",
    "is_nik",
    "is_picture",
    "link_channel",
    "mask",
    "phone",
]
