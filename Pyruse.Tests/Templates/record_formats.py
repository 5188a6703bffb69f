#!/usr/bin/env python3
"""Records what CPython 3.11 (with glibc) makes of many formats; the tests of Pyruse.Core.Templates compare every result.

Usage: python3 record_formats.py > RecordedFormats.jsonl

Each table begins with a line {"kind": ..., "values": [...]}; each line after it is [format, result of every value ...], where null stands for a
ValueError or OverflowError. In the tables "repr" and "bytes" the only line has no format.
"""
import datetime
import itertools
import json
import os
import random
import struct
import sys
import time

assert sys.version_info[:2] == (3, 11), "record with CPython 3.11"
sys.stdout.reconfigure(encoding="utf-8", newline="\n")
random.seed(20251009)

REAL_TYPES = ["", "e", "E", "f", "F", "g", "G", "n", "%"]


def product(*columns, sample=None):
    """All concatenations of one item per column, or a sample of them that keeps the recorded file small."""
    rows = ["".join(row) for row in itertools.product(*columns)]
    return rows if sample is None else random.sample(rows, sample)


def table(kind, specs, values, write=str):
    print(json.dumps({"kind": kind, "values": [write(value) for value in values]}, ensure_ascii=False))
    for spec in dict.fromkeys(specs):
        print(json.dumps([spec] + [result(value, spec) for value in values], ensure_ascii=False, separators=(",", ":")))


def result(value, spec):
    try:
        return format(value, spec)
    except (ValueError, OverflowError):
        return None


def write_real(value):
    return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(value), repr(value))


def random_real():
    choice = random.randrange(4)
    if choice == 0:
        value = struct.unpack("<d", struct.pack("<Q", random.getrandbits(64)))[0]
        return value if value == value and abs(value) != float("inf") else 1.0
    if choice == 1:
        return 2.0 ** random.randrange(-1074, 1024)
    if choice == 2:
        return random.randrange(100000) / 2 ** random.randrange(12)
    return random.uniform(-1000, 1000)


# Refused by every type, or read in a surprising way.
ODD = [
    "+-5", "z+5", "5dd", "dd", "<<<", "<<5", "5<5", "0=5", "00", "005", ".", ".f", "5.", ",,", "__", ",_", "_,", "k", "Z", "r", "zz", ".2z", "=", "==",
    "<", "^^", ">>7", "08<9", "0<9", "x<010", "x=010", "=010", "^010", "é>6", "😀^7", "😀<9", "{<5", "%>6", "%", "#", "z", "+", "-", " ", ",", "_", "0",
    "200", ".200",
]

TEXT = product(["", "<", ">", "^", "=", "*<", "*>", "é^", "😀^", "😀>"], ["", "0", "1", "4", "7", "08", "12"], ["", ".0", ".1", ".2", ".5"],
               ["", "s"], sample=350)
TEXT += ["+s", "-s", " s", "#s", "zs", ",s", "_s", "d", "x", "c", "f", "%", "n", "5d", "b", "g"] + ODD
table("text", TEXT, ["", "a", "plain text", "é", "😀", "a😀é", "e\u0301"])

INTEGER = product(["", "<", "^", "*=", "0=", "😀>"], ["", "+", " "], ["", "#"], ["", "9", "012"], ["", "b", "c", "d", "o", "x", "X", "n"], sample=300)
INTEGER += product(["", "+", "#"], ["", "8", "08", "09", "010", "011", "030", "^30"], [",", "_"], ["", "b", "c", "d", "o", "x", "X", "n", "e", "f", "g", "%"],
                   sample=250)
INTEGER += product(["", "+", "z", "#"], ["", "014", ","], ["", ".0", ".3"], REAL_TYPES + ["d", "c", "x"], sample=100)
INTEGER += ODD
INTEGERS = [0, 1, -1, 7, 97, 255, -1234, 0x1F600, 0x110000, 1234567, 10**12, 2**53 + 1, 2**63 - 1, -(2**63)]
table("integer", INTEGER, INTEGERS)

REAL = product(["", "+", " "], ["", "z"], ["", "#"], ["", ",", "_"], ["", ".0", ".1", ".3", ".17"], REAL_TYPES, sample=350)
REAL += product(["", "*<", "^", "0=", "*="], ["", "+"], ["", "#"], ["3", "014", "24", "025"], ["", ","], ["", ".2"], ["", "e", "f", "g", "%"], sample=200)
REAL += ["d", "x", "c", "s", "b", ".3d", "5s"] + ODD
REALS = [0.0, -0.0, 0.5, 1.5, 2.5, 0.125, 0.375, 0.1, 1 / 3, -0.04, 9.995, 9.5, 99.5, 1234.5, 123456.0, 1234567.0, 0.0001, 0.00001234, 1e16, 1e15,
         9999999999999998.0, 123456789.123, 1e22, -1e23, 5e-324, 1.7e308, float("inf"), float("-inf"), float("nan")]
table("real", REAL, REALS, write_real)
table("real", ["", ".3", ".2f", ".0f", ".10e", ".17g", ",.3f", "g", "#.12", "015_", ".1%", ".40f"], [random_real() for _ in range(150)], write_real)

FLAGS = ["", "-", "_", "0", "^", "#", "^#", "6", "06", "_12", "-12", "012", "12", "^12"]
TIME = ["%" + flag + code for code in "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyY%fQ" for flag in FLAGS]
TIME += ["%" + modifier + code for modifier in "EO" for code in "aAbBcCdDeFgGhHIjklmMnpPrRsStTuUVwWxXyY%Q"]
PLAIN = ["", "%z", "%Z", "%s", "%Y-%m-%d %H:%M:%S.%f%z", "%A, %d %B %Y", "%H:%M", "%", "100%", "%5", "%-", "%E", "%%z %%f", "é %H h", ">30", "%--d",
         "%-_d", "%0_d", "%!", "% d", "%E5d", "%q%i%J%K%L%N%o%v%+", "%H%%%M", "%200d"]
TIMES = [(2025, 10, 9, 8, 53, 22, 425542), (2024, 2, 29, 0, 0, 0, 0), (2023, 1, 1, 12, 5, 9, 7), (2020, 12, 31, 23, 59, 59, 999999), (2021, 1, 3, 13, 0, 0, 0)]
for zone, posix in [(datetime.timezone.utc, "UTC0"), (datetime.timezone(datetime.timedelta(hours=5, minutes=30)), "XXX-5:30"),
                    (datetime.timezone(-datetime.timedelta(hours=3, minutes=30)), "XXX3:30")]:
    # "%s" takes the zone of the process, not that of the time.
    os.environ["TZ"] = posix
    time.tzset()
    formats = PLAIN + (TIME if posix == "UTC0" else random.sample(TIME, 60))
    table("time", formats, [datetime.datetime(*fields, tzinfo=zone) for fields in TIMES], datetime.datetime.isoformat)

REPR = ["", "plain", "it's", 'say "hi"', "it's \"both\"", "\\", "tab\tnewline\nreturn\r", "\x00\x1b\x7f", "é\x85\xa0\xad", "\u200b\u2028\u2029\ufeff\u3000",
        "😀", "e\u0301", "\ue000", "\U000e0001", "\uffff", "\U0010ffff"] + [chr(code) for code in range(256)]
print(json.dumps({"kind": "repr", "values": REPR}))
print(json.dumps([""] + [repr(value) for value in REPR]))

BYTES = [b"", b"plain", b"it's", b'say "hi"', b"it's \"both\"", b"\\", b"\t\n\r\x00\x7f\x80\xff", "é".encode()] + [bytes([code]) for code in range(256)]
print(json.dumps({"kind": "bytes", "values": [value.hex() for value in BYTES]}))
print(json.dumps([""] + [repr(value) for value in BYTES]))
