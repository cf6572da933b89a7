"""Prints the tensors of a file of torch.save: by torch where it is installed, else by zipfile and pickle."""
import pickle
import struct
import sys
import zipfile

FORMATS = {"FloatStorage": ("float32", "f"), "LongStorage": ("int64", "q"), "HalfStorage": ("float16", "e")}


class Unpickler(pickle.Unpickler):
    def __init__(self, archive, folder):
        super().__init__(archive.open(folder + "/data.pkl"))
        self.archive, self.folder = archive, folder

    def find_class(self, module, name):
        if (module, name) == ("collections", "OrderedDict"):
            return dict
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
        return storage[0], shape, list(storage[1])


def tensors(path):
    try:
        import torch
    except ImportError:
        archive = zipfile.ZipFile(path)
        assert archive.testzip() is None
        yield from Unpickler(archive, archive.namelist()[0].split("/")[0]).load().items()
        return
    for name, tensor in torch.load(path).items():
        yield name, (str(tensor.dtype)[len("torch."):], tuple(tensor.shape), tensor.flatten().tolist())


for name, (dtype, shape, values) in tensors(sys.argv[1]):
    print(name, dtype, shape, values)
