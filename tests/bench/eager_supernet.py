"""What a step of a search with shared weights costs in PyTorch: the supernet of eager/network.py, written without a
thought about speed, in eager mode or through torch.compile. It is what Cellar's speed on a GPU is measured against. One
line of JSON is printed; `--help` lists the options. With `--check FOLDER` nothing is measured: the network and its
steps are compared with recorded tensors of the original code."""
import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
import time

try:
    import torch
except ImportError as error:
    print(f"eager_supernet: PyTorch cannot be imported: {error}", file=sys.stderr)
    sys.exit(2)

from eager.check import check
from eager.network import ReluConvNorm, Supernet, initial_alphas
from eager.steps import METHODS, Batch, Search

CLASSES = 10
ROUNDS = 3  # of timing; their median is told
PROFILED_STEPS = 3  # Cells are drawn, so that one step is not like another.


class Parser(argparse.ArgumentParser):
    def error(self, message):
        print(f"eager_supernet: {message}", file=sys.stderr)
        sys.exit(2)


def positive(text):
    if not text.isdigit() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a positive number")
    return int(text)


def parse(arguments):
    parser = Parser(description=__doc__)
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    parser.add_argument("--method", default="darts", choices=METHODS)
    parser.add_argument("--precision", default="float32", choices=["float32", "tf32", "bfloat16"])
    parser.add_argument("--compile", nargs="?", const="network", choices=["network", "operations"],
                        help="through torch.compile: the whole forward pass, or each ReLU, convolution and batch norm, "
                        "which suits cells that differ from pass to pass")
    parser.add_argument("--steps", type=positive, default=10, help="in each of three timings")
    parser.add_argument("--warm-up", type=positive, default=3, help="steps before the first timing")
    parser.add_argument("--limit", type=positive, help="seconds after which the measurement is given up")
    parser.add_argument("--channels-last", action="store_true", help="images and weights in this layout")
    parser.add_argument("--cudnn-benchmark", action="store_true", help="cuDNN takes its fastest algorithm")
    parser.add_argument("--keep-gradients", action="store_true", help="zero_grad writes zeros, as PyTorch 1 did")
    parser.add_argument("--threads", type=positive, default=1, help="of the CPU")
    parser.add_argument("--batch", type=positive, default=64)
    parser.add_argument("--channels", type=positive, default=16)
    parser.add_argument("--cells", type=positive, default=5, help="in each of the three stages")
    parser.add_argument("--side", type=positive, default=32, help="of the images, in pixels")
    parser.add_argument("--check", metavar="FOLDER", help="of the recorded tensors")
    options = parser.parse_args(arguments)
    if options.device == "cuda" and not torch.cuda.is_available():
        parser.error("argument --device: this PyTorch sees no CUDA device")
    if options.device == "cpu" and options.precision == "tf32":
        parser.error("argument --precision: tf32 is for cuda")
    if options.side < 4:
        parser.error("argument --side: images have four pixels a side or more")
    if options.check and not os.path.isdir(os.path.join(options.check, "supernet")):
        parser.error(f"argument --check: '{options.check}' holds no folder 'supernet'")
    return options


def compile_parts(network, options):
    """With --compile, in place. What PyTorch would go on with uncompiled, after too many compilations, is an error."""
    if not options.compile:
        return
    config = torch._dynamo.config
    renamed = hasattr(config, "recompile_limit")
    setattr(config, "fail_on_recompile_limit_hit" if renamed else "fail_on_cache_limit_hit", True)
    if options.compile == "operations" or options.check:
        # Sizes of kernels, channels and strides, each with gradient and without; or cells that are few.
        setattr(config, "recompile_limit" if renamed else "cache_size_limit", 64)
    if options.compile == "network":
        network.compile()
        return
    for module in network.modules():
        if isinstance(module, ReluConvNorm):
            module.compile(dynamic=False)


def make_search(options):
    torch.manual_seed(1)
    layout = torch.channels_last if options.channels_last else torch.contiguous_format
    network = Supernet(options.channels, options.cells, CLASSES).to(options.device, memory_format=layout)
    compile_parts(network, options)
    alphas = initial_alphas().detach().to(options.device).requires_grad_()
    return Search(network, alphas, options.method, options.precision, options.keep_gradients)


def make_batch(options):
    layout = torch.channels_last if options.channels_last else torch.contiguous_format
    images = torch.randn(options.batch, 3, options.side, options.side).to(options.device, memory_format=layout)
    return Batch(images, (torch.arange(options.batch) % CLASSES).to(options.device))


def seconds(run, count, device):
    """Of one of `count` runs."""
    synchronise(device)
    begin = time.perf_counter()
    for _ in range(count):
        run()
    synchronise(device)
    return (time.perf_counter() - begin) / count


def synchronise(device):
    if device == "cuda":
        torch.cuda.synchronize()


def peak_mebibytes(device):
    if device == "cuda":
        return torch.cuda.max_memory_allocated() / 2**20
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:"))


def device_activity(run):
    """Kernels and copies to the host of one run on the GPU, from a trace of a few; nothing where none was traced."""
    with torch.profiler.profile(activities=[torch.profiler.ProfilerActivity.CUDA]) as profiler:
        for _ in range(PROFILED_STEPS):
            run()
        torch.cuda.synchronize()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "trace.json")
        profiler.export_chrome_trace(path)
        with open(path) as file:
            events = json.load(file)["traceEvents"]
    kernels = sum(event.get("cat") == "kernel" for event in events)
    copies = sum(event.get("cat") == "gpu_memcpy" and "DtoH" in event["name"] for event in events)
    return (kernels / PROFILED_STEPS, copies / PROFILED_STEPS) if kernels else (None, None)


def one_line(error):
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


def measure(options):
    search = make_search(options)
    base, arch = make_batch(options), make_batch(options)

    def run():
        search.step(base, arch)

    warm_up = seconds(run, options.warm_up, options.device) * options.warm_up
    if options.device == "cuda":
        torch.cuda.reset_peak_memory_stats()
    timings = [seconds(run, options.steps, options.device) for _ in range(ROUNDS)]
    figures = {"seconds": statistics.median(timings), "timings": timings, "warm_up_seconds": warm_up,
               "mebibytes": peak_mebibytes(options.device)}
    figures["launches"], figures["host_copies"] = None, None
    if options.device == "cuda":
        try:
            figures["launches"], figures["host_copies"] = device_activity(run)
        except Exception as error:  # The times stand without it.
            figures["profiler_failed"] = one_line(error)
    if options.compile:
        figures["graphs"] = torch._dynamo.utils.counters["stats"]["unique_graphs"]
    return figures


def described(options):
    named = vars(options)
    same = ("method", "precision", "device", "steps", "batch", "channels", "cells", "side", "channels_last",
            "cudnn_benchmark", "keep_gradients", "threads")
    card = torch.cuda.get_device_name() if options.device == "cuda" else None
    return {"program": "pytorch", "variant": "compile" if options.compile else "eager", "compiled": options.compile,
            "card": card, "torch": torch.__version__} | {name: named[name] for name in same}


def give_up_after(limit, said):
    def give_up():
        print(json.dumps(said | {"failed": f"gave up after {limit} seconds"}), flush=True)
        os._exit(1)  # A compilation does not listen.

    timer = threading.Timer(limit, give_up)
    timer.daemon = True
    timer.start()
    return timer


def main(arguments):
    options = parse(arguments)
    torch.set_num_threads(options.threads)
    torch.backends.cuda.matmul.allow_tf32 = options.precision == "tf32"
    torch.backends.cudnn.allow_tf32 = options.precision == "tf32"
    torch.backends.cudnn.benchmark = options.cudnn_benchmark
    if options.check:
        return 0 if check(options.check, options.device, lambda network: compile_parts(network, options)) else 1
    said = described(options)
    timer = give_up_after(options.limit, said) if options.limit else None
    try:
        figures = measure(options)
    except Exception as error:  # Whatever it is, the line says it.
        figures = {"compile_failed" if options.compile else "failed": one_line(error)}
    if timer:
        timer.cancel()
    print(json.dumps(said | figures))
    return 0 if "seconds" in figures else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
