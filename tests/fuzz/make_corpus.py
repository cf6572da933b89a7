"""Writes seeds for the fuzz targets: small files of every kind that the readers know, right ones and slightly wrong ones.

    make_corpus.py FOLDER [REFERENCE]     FOLDER/pickle, /container, /checkpoint, /cell, /csv, /images, /space; samples of real files from REFERENCE
"""

import argparse
import bz2
import collections
import gzip
import io
import pathlib
import pickle
import struct
import sys
import types
import zipfile

ARCHS = ["|none~0|+|none~0|none~1|+|none~0|none~1|none~2|", "|skip_connect~0|+|none~0|none~1|+|none~0|none~1|none~2|"]
MAGIC = 0x1950A86A20F9469CFC6C

folder = pathlib.Path(sys.argv[1])
reference = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else None


def write(target, name, data):
    (folder / target).mkdir(parents=True, exist_ok=True)
    (folder / target / name).write_bytes(data)


# Torch's own names, so that pickles say them; torch is not needed.
def module(name, **contents):
    made = types.ModuleType(name)
    for key, value in contents.items():
        setattr(made, key, value)
        value.__module__ = name
        value.__qualname__ = key
    sys.modules[name] = made
    return made


torch = module("torch", FloatStorage=type("FloatStorage", (), {}), LongStorage=type("LongStorage", (), {}))
utils = module("torch._utils", _rebuild_tensor_v2=lambda *args: None, _rebuild_parameter=lambda *args: None)
for function in ("_rebuild_tensor_v2", "_rebuild_parameter"):
    getattr(utils, function).__name__ = function


Structure = type("Structure", (), {})
module("models.genotypes", Structure=Structure)
module("models")


class Storage:
    def __init__(self, kind, key, values):
        self.kind, self.key, self.values = kind, key, values

    def packed(self):
        return struct.pack(f"<{len(self.values)}{'f' if self.kind is torch.FloatStorage else 'q'}", *self.values)


class Tensor:
    def __init__(self, storage, offset, shape, strides):
        self.parts = (storage, offset, shape, strides, False, collections.OrderedDict())

    def __reduce__(self):
        return utils._rebuild_tensor_v2, self.parts


class Pickler(pickle.Pickler):
    def persistent_id(self, value):
        if isinstance(value, Storage):
            return ("storage", value.kind, value.key, "cpu", len(value.values))


def torch_pickle(value, protocol=2):
    out = io.BytesIO()
    Pickler(out, protocol).dump(value)
    return out.getvalue()


def legacy(value, storages):
    data = b"".join(pickle.dumps(part, 2) for part in (MAGIC, 1001, {"protocol_version": 1001, "little_endian": True,
                                                                    "type_sizes": {"short": 2, "int": 4, "long": 4}}))
    data += torch_pickle(value) + pickle.dumps([s.key for s in storages], 2)
    for storage in storages:
        data += struct.pack("<q", len(storage.values)) + storage.packed()
    return data


def zipped(value, storages, compression=zipfile.ZIP_STORED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        def add(name, data):
            info = zipfile.ZipInfo(name)  # of 1980: the same bytes every time
            archive.writestr(info, data, compression)
        add("archive/data.pkl", torch_pickle(value))
        for storage in storages:
            add("archive/data/" + storage.key, storage.packed())
        add("archive/version", b"3\n")
    return out.getvalue()


def trial(arch, dataset, seed, epochs, training_times=True, weights=None):
    sets = {"cifar10-valid": ["x-valid", "ori-test"], "cifar10": ["ori-test"]}.get(dataset, ["x-valid", "x-test"])
    recorded = range(max(0, epochs - 3), epochs)
    every = [f"{name}@{epoch}" for name in sets for epoch in recorded]
    return {
        "name": dataset, "seed": f"{seed:04}", "epochs": epochs, "flop": 15.65, "params": 0.07, "latency": [0.0141, 0.0143],
        "arch_config": {"channel": 16, "num_cells": 5, "arch_str": arch, "class_num": 10}, "net_state_dict": weights,
        "train_acc1es": {e: 90 + e / 50 for e in recorded}, "train_acc5es": {e: 99.0 for e in recorded},
        "train_losses": {e: 1 / (e + 1) for e in recorded},
        "train_times": {e: 7.5 for e in recorded} if training_times else None,
        "eval_names": sets, "eval_acc1es": {key: 85.5 for key in every}, "eval_losses": {key: 0.5 for key in every},
        "eval_times": {key: 1.25 for key in every} if training_times else {},
    }


def schedule(index, epochs, seeds, weights=None):
    datasets = collections.OrderedDict((name, list(seeds)) for name in ("cifar10-valid", "cifar10", "cifar100"))
    return {"arch_index": index, "arch_str": ARCHS[index], "clear_net_done": True, "dataset_seed": datasets,
            "all_results": collections.OrderedDict(((name, seed), trial(ARCHS[index], name, seed, epochs, weights=weights))
                                                   for name in datasets for seed in seeds)}


def cells(labels):
    return [{label: schedule(index, epochs, seeds) for label, epochs, seeds in labels} for index in range(len(ARCHS))]


def table(cells):
    return {"meta_archs": ARCHS, "arch2infos": collections.OrderedDict(enumerate(cells)), "evaluated_indexes": {0, 1}}


def pickles():
    shared = ["shared", 1]
    values = {"plain": [None, True, False, 0, 255, 65535, -1, 1 << 40, -(1 << 62), 0.5, "text", "\u00fc\u4e2d", b"bytes", (), (1,),
                        (1, 2), (1, 2, 3), (1, 2, 3, 4), [], {}, {"a": 1}, {1, 2}, frozenset({3}), bytearray(b"array")],
              "shared": [shared, shared, {"again": shared}], "mapping": collections.OrderedDict(a=1, b=[2]),
              "many": list(range(1100)), "table": {"meta_archs": ["a", "b"], "evaluated_indexes": [0, 1],
                                                  "arch2infos": {i: {"full": "text", "less": shared} for i in range(3)}}}
    for name, value in values.items():
        for protocol in range(6):  # 0 and 1 are refused
            write("pickle", f"{name}-{protocol}", pickle.dumps(value, protocol))
    itself = []
    itself.append(itself)
    write("pickle", "itself", pickle.dumps(itself, 2))
    write("pickle", "two", pickle.dumps(1, 2) + pickle.dumps("two", 4))
    write("pickle", "eval", b"\x80\x02cbuiltins\neval\n(X\x04\x00\x00\x001+1.tR.")
    write("pickle", "numpy", b"\x80\x02cnumpy.core.multiarray\nscalar\ncnumpy\ndtype\n(X\x02\x00\x00\x00f8K\x00K\x01tR(K\x03X\x01"
          b"\x00\x00\x00<NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tbc_codecs\nencode\n(X\x0a\x00\x00\x00\x00\x00\x00\x00\x00"
          b"\x00\xc3\xa0?X\x06\x00\x00\x00latin1tRtR.")


def containers():
    numbers = Storage(torch.FloatStorage, "0", [0.5, 1.5, 2.5, 3.5, 4.5, 5.5])
    count = Storage(torch.LongStorage, "1", [7])
    storages = [numbers, count]
    state = collections.OrderedDict(weight=Tensor(numbers, 0, (2, 3), (3, 1)), turned=Tensor(numbers, 0, (3, 2), (1, 3)),
                                    part=Tensor(numbers, 4, (2,), (1,)), count=Tensor(count, 0, (), ()))
    write("container", "legacy", legacy(state, storages))
    write("container", "zip", zipped(state, storages))
    write("container", "zip-deflated", zipped(state, storages, zipfile.ZIP_DEFLATED))
    write("container", "plain", pickle.dumps({"a": [1, 2]}, 2))
    write("container", "legacy-empty", legacy({}, []))
    cell = {"2": schedule(0, 2, [777], weights=state)}
    write("container", "legacy-cell", legacy(cell, storages))
    too_large = Storage(torch.FloatStorage, "0", [])
    too_large.packed = lambda: b""
    write("container", "beyond", legacy({"a": Tensor(too_large, 0, (1 << 40,), (1,))}, [too_large]))


def checkpoints():
    alphas = Storage(torch.FloatStorage, "0", [i / 100 for i in range(30)])
    momentum = Storage(torch.FloatStorage, "1", [0.5, 1.5])
    step = Storage(torch.FloatStorage, "2", [12])
    cell = Structure()
    cell.__dict__.update(node_num=4, node_N=3, nodes=[(("skip_connect", 0),), (("none", 0), ("avg_pool_3x3", 1)),
                                                      (("none", 0), ("nor_conv_1x1", 1), ("nor_conv_3x3", 2))])
    args = argparse.Namespace(algo="darts-v1", dataset="cifar10", rand_seed=777, tau_max=10, drop_path_rate=None)
    group = {"lr": 0.025, "momentum": 0.9, "nesterov": True, "betas": (0.5, 0.999), "params": [0, 1]}
    state = collections.OrderedDict(arch_parameters=Tensor(alphas, 0, (6, 5), (5, 1)),
                                    weight=Tensor(momentum, 0, (2,), (1,)))
    state["controller.bias"] = Tensor(momentum, 0, (1,), (1,))
    whole = {"epoch": 2, "args": args, "baseline": 0.125, "search_model": state,
             "w_optimizer": {"state": {0: {"momentum_buffer": Tensor(momentum, 0, (2,), (1,))}}, "param_groups": [group]},
             "a_optimizer": {"state": {0: {"step": Tensor(step, 0, (), ()), "exp_avg": Tensor(alphas, 0, (6, 5), (5, 1))},
                                       1: {"step": 3}}, "param_groups": [group]},
             "w_scheduler": {"T_max": 3, "base_lrs": [0.025], "max_epochs": 3}, "genotypes": {-1: cell, 0: cell, 1: cell, "best": cell},
             "valid_accuracies": {"best": -1, 0: 9.375, 1: 12.5}}
    storages = [alphas, momentum, step]
    write("checkpoint", "legacy", legacy(whole, storages))
    write("checkpoint", "zip", zipped(whole, storages))
    shared = dict(whole, shared_cnn=state, controller=state)
    del shared["search_model"]
    write("checkpoint", "shared", zipped(shared, storages))
    last = {"epoch": 2, "args": args, "last_checkpoint": pathlib.Path("output/seed-777-basic.pth")}
    write("checkpoint", "last-info", zipped(last, []))
    write("checkpoint", "last-info-legacy", legacy(last, []))
    write("checkpoint", "results", legacy({i: {"all_archs": [3, 3, 4], "all_total_times": [1.5, 2, 3.0]} for i in range(3)}, []))
    write("checkpoint", "final-cells", legacy([1, 2, 3], []))


def benchmark_files():
    old = cells([("less", 12, [777]), ("full", 200, [777, 888])])
    new = cells([("02", 2, [111]), ("4", 4, [111, 777])])
    for name, made in (("old", old), ("new", new)):
        for protocol in (2, 4):
            write("cell", f"{name}-cell-{protocol}", pickle.dumps(made[0], protocol))
            write("cell", f"{name}-table-{protocol}", pickle.dumps(table(made), protocol))
        write("cell", f"{name}-cell.bz2", bz2.compress(pickle.dumps(made[0], 4)))
    whole = pickle.dumps(table(new), 4)
    write("cell", "streams.bz2", bz2.compress(whole[:1000], 1) + bz2.compress(whole[1000:], 9))
    write("cell", "blocks.bz2", bz2.compress(bytes(range(256)) * 900, 1))
    write("cell", "bomb.bz2", bz2.compress(bytes(1 << 25)))
    nothing_timed = {"2": schedule(0, 2, [777])}
    for result in nothing_timed["2"]["all_results"].values():
        result.update(train_times=None, eval_times={}, latency=None)
    write("cell", "untimed", pickle.dumps(nothing_timed, 2))


def csvs():
    text = (b"index,arch,pets.test@8/8,pets-valid.valid8.111,pets-valid.valid8.777,pets-valid.epoch_seconds,pets.params,other\n"
            b'0,0:0,10,11,12,1.5,100,"a ""quoted"" field, over\ntwo lines"\n1,0:1,20,,22,2,200,\n# a comment\n5,1:2,30.25,31,32,3,300,x\n')
    write("csv", "plain.csv", text)
    write("csv", "crlf.csv", b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    write("csv", "plain.csv.gz", gzip.compress(text, mtime=0))
    write("csv", "notes.csv", text + b"\0[provenance]\nmade up\n\n[columns]\npets.params = about\n")
    write("csv", "curves.csv", b"arch,cars.valid@1-3/4,cars.valid@4/4.9\n0:0,1,2\n1:1,,3\n")


def pickled_images(labels, columns, values, is_fortran=False):
    """A batch as numpy pickles it, in protocol 2."""
    def number(value):
        return b"J" + struct.pack("<i", value)
    array = (b"cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\nK\0\x85U\x01b\x87R(K\x01" + number(len(labels)) + number(columns)
             + b"\x86cnumpy\ndtype\nU\x02u1K\0K\x01\x87R(K\x03U\x01|NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\0tb"
             + (b"\x88" if is_fortran else b"\x89") + b"T" + struct.pack("<I", len(values)) + values + b"tb")
    return b"\x80\x02}(U\x04data" + array + b"U\x06labels](" + b"".join(number(label) for label in labels) + b"eu."


def images():
    pixels = bytes(i * 7 % 256 for i in range(3072))
    write("images", "cifar10", b"b" + b"\x03" + pixels + b"\x09" + pixels)
    write("images", "cifar10-label", b"b" + b"\x0a" + pixels)
    write("images", "cifar100", b"c" + b"\x03\x63" + pixels)
    write("images", "cut", b"b" + pixels)
    write("images", "pickle", b"p" + pickled_images([1, 120, 121], 12, pixels[:36]))
    write("images", "pickle-turned", b"p" + pickled_images([1, 2], 12, pixels[:24], True))
    write("images", "pickle-less", b"p" + pickled_images([1, 2, 3], 12, pixels[:24]))
    write("images", "pickle-overflow", b"p" + pickled_images([], -1, b""))
    write("images", "pickle-4", b"p" + pickle.dumps({"data": b"", "labels": []}, 4))
    labels = struct.pack(">II", 0x801, 3) + bytes([1, 2, 3])
    write("images", "idx", b"i" + bytes([len(labels)]) + labels + struct.pack(">IIII", 0x803, 3, 2, 4) + pixels[:24])
    write("images", "idx-huge", b"i" + bytes([len(labels)]) + labels + struct.pack(">IIII", 0x803, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF))
    write("images", "idx-none", b"i" + bytes([8]) + struct.pack(">II", 0x801, 0) + struct.pack(">IIII", 0x803, 0, 2, 4))
    write("images", "split", b's{"train": ["int", ["0", "5"]], "valid": [1, 7]}\n')


def spaces():
    write("space", "format", b"# small\nspace micro\nchoice depth 18 34 50\n\nchoice op conv3 conv5 skip\nformat {depth}-{op}\n\00018-skip")
    write("space", "colons", b"\xef\xbb\xbfspace micro\r\nchoice\ta 1 2\r\nchoice b x y\0001:x")


pickles()
containers()
checkpoints()
benchmark_files()
csvs()
images()
spaces()
if reference:
    samples = reference / "data" / "formats"
    for path in sorted(samples.glob("nats-simple/meta.pickle.pbz2")) + sorted(samples.glob("bad/*")):
        if path.stat().st_size < 4000:
            write("cell", path.name, path.read_bytes())
            write("container", path.name, path.read_bytes())
