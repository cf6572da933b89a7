"""Prints the entries of a dict in a file of torch.save, a line each: by torch where it is installed, else by zipfile and
pickle. A tensor is printed as its type, shape and elements."""
import argparse
import pickle
import struct
import sys
import zipfile

FORMATS = {"FloatStorage": ("float32", "f"), "LongStorage": ("int64", "q"), "HalfStorage": ("float16", "e"),
           "ByteStorage": ("uint8", "B")}


class Tensor(tuple):
    def __repr__(self):
        return "{} {} {}".format(*self)


class Unpickler(pickle.Unpickler):
    def __init__(self, archive, folder):
        super().__init__(archive.open(folder + "/data.pkl"))
        self.archive, self.folder = archive, folder

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return dict
        if (module, name) == ("argparse", "Namespace"):
            return argparse.Namespace
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return self.tensor
        assert module == "torch", (module, name)
        return name

    def persistent_load(self, id):
        kind, storage, key, location, count = id
        assert (kind, location) == ("storage", "cpu")
        dtype, code = FORMATS[storage]
        return dtype, struct.unpack(f"<{count}{code}", self.archive.read(f"{self.folder}/data/{key}"))

    @staticmethod
    def tensor(storage, offset, shape, strides, requires_grad, hooks):
        expected = 1
        for size, stride in zip(reversed(shape), reversed(strides)):
            assert stride == expected
            expected *= max(size, 1)
        return Tensor((storage[0], shape, list(storage[1])))


def spelled(value):
    """With tensors that print as those of the Unpickler."""
    if isinstance(value, dict):
        return {key: spelled(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(spelled(item) for item in value)
    if hasattr(value, "dtype"):
        return Tensor((str(value.dtype)[len("torch."):], tuple(value.shape), value.flatten().tolist()))
    return value


def load(path):
    try:
        import torch
    except ImportError:
        archive = zipfile.ZipFile(path)
        assert archive.testzip() is None
        return Unpickler(archive, archive.namelist()[0].split("/")[0]).load()
    return spelled(torch.load(path))


for name, value in load(sys.argv[1]).items():
    print(name, value if isinstance(value, (str, Tensor)) else repr(value))
