import struct
import sys

import numpy as np


def unescaped(field):
    return field.replace("\\\\", "\0").replace("\\t", "\t").replace("\\n", "\n").replace("\0", "\\")


def read_table(path):
    """The columns of a table by name: texts, figures, and curves with a row for each architecture."""
    data = np.memmap(path, mode="r")
    magic, table_format, *_, size, begin = struct.unpack_from("<8sII3QQ", data)
    assert magic == b"CELLARTB" and table_format == 3, "not a table of this layout"
    directory = data[begin : begin + size].tobytes().decode()
    curves, columns = None, {}
    for word, *fields in (line.split("\t") for line in directory.split("\n")):
        if word == "curves":
            curves = data[int(fields[0]) : int(fields[0]) + int(fields[1])].view("<f8")
        elif word == "column":
            name, dtype, _, _, _, _, _, _, width, offset, length, *_ = map(unescaped, fields)
            values = data[int(offset) : int(offset) + int(length)].view(dtype)
            if dtype == "<u4":  # where the rows of a curve begin, or that there is none
                rows = np.full((len(values), int(width)), np.nan)
                known = values != 0xFFFFFFFF
                rows[known] = curves[values[known].astype("i8")[:, None] + np.arange(int(width))]
                values = rows
            elif int(width) > 1:
                values = values.reshape(-1, int(width))
            columns[name] = values
    return columns


if __name__ == "__main__":
    table = read_table(sys.argv[1])
    for architecture, value in zip(table["architecture"], table[sys.argv[2]]):
        print(architecture.decode(), *np.atleast_1d(value))
