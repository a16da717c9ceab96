"""Reads the product's files as other people's programs do, and fails where one of them would.

readers.py consumer UNIVERSE.json            the existing Python consumers' check, and nothing more
readers.py exact EXPORT.csv UNIVERSE.json    pandas over the exact CSV, every cell against the JSON
readers.py spreadsheet EXPORT.csv UNIVERSE.json   the csv module over the spreadsheet CSV and its rule
readers.py converted CONVERTED.csv UNIVERSE.json  symbols of what a spreadsheet program wrote again
readers.py blocklist BLOCKLIST.txt           the symbols before the first comma, as JSON
"""

import csv
import datetime
import json
import re
import sys


def consumer(path):
    with open(path, encoding="utf-8") as file:
        root = json.load(file)
    assert isinstance(root, dict), "the root is no object"
    assert root.get("schema_version") == "1.0.0", "schema_version is not 1.0.0"
    stamp = root["build_timestamp_utc"]
    assert stamp.endswith("Z"), "build_timestamp_utc does not end in Z"
    built = datetime.datetime.fromisoformat(stamp[:-1] + "+00:00")
    assert built.utcoffset() == datetime.timedelta(0), "build_timestamp_utc is not UTC"
    symbols = root["symbols"]
    assert isinstance(symbols, list), "symbols is no array"
    for row in symbols:
        for key in ("symbol", "exchange", "lastClose", "marketCap"):
            assert key in row, f"{row.get('symbol')} has no {key}"
    return {"symbols": len(symbols)}


def rows_of(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)["symbols"]


def is_same(cell, value):
    """A cell is the text of its fact; an absent fact is an empty cell."""
    if value is None:
        return cell == ""
    if isinstance(value, bool):
        return cell == ("true" if value else "false")
    if isinstance(value, (int, float)):
        return float(cell) == value
    if isinstance(value, list):
        return cell == " ".join(value)
    return cell == value


def compare(header, records, rows):
    assert len(records) == len(rows), f"{len(records)} records for {len(rows)} symbols"
    cells = 0
    for record, row in zip(records, rows):
        unknown = set(row) - set(header)
        assert not unknown, f"no column for {unknown}"
        for column, cell in zip(header, record):
            assert is_same(cell, row.get(column)), f"{row['symbol']} {column}: {cell!r} is not {row.get(column)!r}"
            cells += 1
    return {"symbols": len(rows), "cells": cells}


def exact(path, universe):
    import pandas

    frame = pandas.read_csv(path, dtype=str, keep_default_na=False)
    assert list(frame["symbol"]) == [row["symbol"] for row in rows_of(universe)], "the symbols differ"
    return compare(list(frame.columns), frame.values.tolist(), rows_of(universe))


FORMULA = re.compile(r'="((?:[^"]|"")*)"', re.DOTALL)
NEUTRAL = re.compile("'+[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")


def from_spreadsheet(cell):
    formula = FORMULA.fullmatch(cell)
    if formula:
        return formula.group(1).replace('""', '"')
    return cell[1:] if NEUTRAL.match(cell) else cell


def records_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.reader(file, strict=True))


def spreadsheet(path, universe):
    header, *records = records_of(path)
    for record in records:
        for column, cell in zip(header, record):
            is_symbol = column == "symbol" and FORMULA.fullmatch(cell)
            assert is_symbol or not re.match("[=+\\-@\t\r]", cell), f"{cell!r} starts a formula"
    return compare(header, [[from_spreadsheet(cell) for cell in record] for record in records], rows_of(universe))


def converted(path, universe):
    header, *records = records_of(path)
    at = header.index("symbol")
    found = [record[at] for record in records]
    wanted = [row["symbol"] for row in rows_of(universe)]
    odd = [pair for pair in zip(found, wanted) if pair[0] != pair[1]]
    assert found == wanted, f"{len(found)} symbols for {len(wanted)}, such as {odd[:3]}"
    return {"symbols": len(found)}


def blocklist(path):
    with open(path, encoding="utf-8") as file:
        return [line.split(",")[0].strip() for line in file if line.strip() and not line.startswith("#")]


READERS = {reader.__name__: reader for reader in (consumer, exact, spreadsheet, converted, blocklist)}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in READERS:
        sys.exit(__doc__)
    try:
        print(json.dumps(READERS[sys.argv[1]](*sys.argv[2:])))
    except (AssertionError, KeyError, ValueError) as wrong:
        sys.exit(f"{sys.argv[1]} refuses {sys.argv[2]}: {wrong}")
