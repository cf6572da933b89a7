"""Whether the supernet and its steps compute what the original code did: whole searches in float64 against recorded
tensors of the original, each entry within 1e-10 of its tensor's largest."""
import json
from pathlib import Path

import torch

from eager.network import OPERATIONS, Supernet
from eager.steps import Batch, Search, unrolled_gradient

SEARCHES = {"darts": "darts-v1_f64", "gdas": "gdas_f64", "one-path": "random_f64", "second-order": "darts-v2_f64"}
TOLERANCE = 1e-10
NOISE = 1e-3  # A tensor's largest entry counts as no less, since some gradients are zero but for rounding.
TYPES = {"f4": torch.float32, "f8": torch.float64, "i8": torch.int64}


class Case:
    """A folder of recorded tensors: an index, and arrays in NumPy's format that hold many tensors each."""

    def __init__(self, folder, device):
        self.index = json.loads((folder / "index.json").read_text())
        self.device = device
        self.arrays = {path.name: read_array(path) for path in folder.glob("*.npy")}

    def tensor(self, name):
        entry = self.index["tensors"][name]
        size = torch.Size(entry["shape"]).numel()
        values = self.arrays[entry["file"]][entry["offset"]:entry["offset"] + size].reshape(entry["shape"])
        return values.to(self.device, torch.float64 if values.is_floating_point() else torch.int64)

    def batch(self, prefix):
        return Batch(self.tensor(prefix + "_x"), self.tensor(prefix + "_y"))

    def group(self, prefix):
        """Tensors by the names that the network here has for them."""
        names = [name for name in self.index["tensors"] if name.startswith(prefix)]
        return {name[len(prefix):].removeprefix("_"): self.tensor(name) for name in names}


def read_array(path):
    data = bytearray(path.read_bytes())
    header = int.from_bytes(data[8:10], "little")
    return torch.frombuffer(data, dtype=TYPES[path.stem], offset=10 + header)


class Differences:
    """The largest difference of each kind of tensor, relative to the largest entry of the recorded one."""

    def __init__(self):
        self.largest = {}

    def compare(self, kind, ours, theirs):
        theirs = torch.as_tensor(theirs, dtype=ours.dtype, device=ours.device)
        if ours.shape != theirs.shape:
            raise ValueError(f"{kind}: shape {list(ours.shape)}, recorded {list(theirs.shape)}")
        scale = max(theirs.abs().max().item(), NOISE)
        difference = (ours.detach() - theirs).abs().max().item() / scale
        known = self.largest.get(kind, 0.0)
        self.largest[kind] = difference if difference != difference else max(known, difference)

    def compare_all(self, kind, ours, theirs):
        if ours.keys() != theirs.keys():
            raise ValueError(f"{kind}: other names than recorded: {sorted(ours.keys() ^ theirs.keys())}")
        for name, tensor in theirs.items():
            self.compare(kind, ours[name], tensor)

    def report(self, title):
        good = all(difference <= TOLERANCE for difference in self.largest.values())
        kinds = ", ".join(f"{kind} {difference:.1e}" for kind, difference in self.largest.items())
        print(f"{'good' if good else 'WRONG'}: {title}: {kinds}")
        return good


def make_search(case, method, state, prepare):
    network = Supernet(channels=4, cells=1, classes=10).to(case.device, torch.float64)
    alphas = state.pop("arch_parameters").requires_grad_()
    network.load_state_dict(state)
    prepare(network)
    return Search(network, alphas, method, keep_gradients=True)


def drawn(case, method, step, batch):
    if method == "gdas":
        return case.tensor(f"step{step['step']:03}/gumbel_{batch}")
    return step["urs_ops_per_search_cell"][batch] if method == "one-path" else None


def check_search(case, method, prepare):
    search = make_search(case, method, case.group("init/"), prepare)
    network, found = search.network, Differences()
    second = "unrolled_arch" if method == "second-order" else "arch"
    for step in case.index["steps"]:
        prefix = f"step{step['step']:03}/"
        base, arch = case.batch(prefix + "base"), case.batch(prefix + "arch")
        search.sgd.param_groups[0]["lr"], search.tau = step["lr"], step["tau"]
        passed = search.weight_step(base, drawn(case, method, step, "base"))
        found.compare("logits", passed.logits, case.tensor(prefix + "logits_base"))
        found.compare("loss", passed.loss, step["loss"]["base"])
        if step["step"] == 0:
            gradients = {name: weight.grad for name, weight in network.named_parameters() if weight.grad is not None}
            found.compare_all("gradients", gradients, case.group(prefix + "w_grad/"))
            found.compare_all("weights", dict(network.named_parameters()), case.group(prefix + "w_after_wstep/"))
        passed = search.architecture_step(base, arch, drawn(case, method, step, "arch"))
        found.compare("logits", passed.logits, case.tensor(prefix + "logits_" + second))
        found.compare("loss", passed.loss, step["loss"][second])
        if method != "one-path":
            found.compare("gradients of alphas", search.alphas.grad, case.tensor(prefix + "alpha_grad"))
            found.compare("alphas", search.alphas, case.tensor(prefix + "alpha_after"))
    state = dict(network.state_dict(), arch_parameters=search.alphas)
    found.compare_all("final state", state, case.group("final/state/"))
    found.compare_all("momentum", momentum(search), case.group("final/momentum/"))
    check_evaluation(case, search, found)
    return found.report(f"{len(case.index['steps'])} steps of {method}")


def momentum(search):
    named = search.network.named_parameters()
    return {name: search.sgd.state[weight]["momentum_buffer"] for name, weight in named if weight in search.sgd.state}


@torch.no_grad()
def check_evaluation(case, search, found):
    """Logits in evaluation: of the mixture, of its best cell and of a cell that is named."""
    search.network.eval()
    images, alphas = case.tensor("eval/x"), search.alphas
    named = case.index["eval_info"]["dynamic_genotype"]
    cell = [OPERATIONS.index(edge.split("~")[0]) for node in named.split("+") for edge in node.strip("|").split("|")]
    for mode, paths in (("joint", None), ("select", alphas.argmax(-1).tolist()), ("dynamic", cell)):
        every = paths and [paths] * search.network.search_cells()
        logits = search.network(images, every, None if paths else alphas.softmax(-1))
        found.compare("logits in evaluation", logits, case.tensor("eval/logits_" + mode))


def check_unrolled(case, prepare):
    """The parts of one gradient of the second order."""
    moves = case.index["momentum_present"]
    search = make_search(case, "second-order", case.group("before_arch/state/" if moves else "init/"), prepare)
    search.sgd.param_groups[0]["lr"] = case.index["lr"]
    for name, buffer in case.group("before_arch/momentum/").items():
        search.sgd.state[search.network.get_parameter(name)] = {"momentum_buffer": buffer}
    unrolled = unrolled_gradient(search, case.batch("base"), case.batch("arch"))
    found = Differences()
    found.compare("weights ahead", flat(unrolled.ahead), case.tensor("unrolled_theta"))
    found.compare("direction", flat(unrolled.direction), case.tensor("vector_concat"))
    found.compare("gradients", unrolled.plus, case.tensor("grads_plus"))
    found.compare("gradients", unrolled.minus, case.tensor("grads_minus"))
    found.compare("gradients", unrolled.gradient, case.tensor("dalpha_final"))
    found.compare("weights after", flat(search.weights), case.tensor("theta_after"))
    found.compare_all("statistics", dict(search.network.named_buffers()), case.group("after/buffers/"))
    return found.report(f"second order {'with' if moves else 'without'} momentum")


def flat(tensors):
    return torch.cat([tensor.flatten() for tensor in tensors])


def check(folder, device, prepare):
    """`prepare` is called with every network before its first pass. True if everything agrees."""
    folder = Path(folder)
    good = []
    for method, name in SEARCHES.items():
        good.append(check_search(Case(folder / "supernet" / name, device), method, prepare))
    for name in ("after_wstep_f64", "no_momentum_buffer_f64"):
        good.append(check_unrolled(Case(folder / "darts_unrolled" / name, device), prepare))
    return all(good)
