import struct
import sys

import numpy as np

data = np.memmap(sys.argv[1], mode="r")
size = struct.unpack_from("<Q", data, 32)[0]
lines = [line.split("\t") for line in data[64 : 64 + size].tobytes().decode().split("\n")]
columns = {}
for _, name, dtype, unit, first_epoch, width, offset, length, *_ in (line for line in lines if line[0] == "column"):
    values = data[int(offset) : int(offset) + int(length)].view(dtype)
    columns[name] = values.reshape(-1, int(width)) if int(width) > 1 else values
for architecture, value in zip(columns["architecture"], columns[sys.argv[2]]):
    print(architecture.decode(), value)
