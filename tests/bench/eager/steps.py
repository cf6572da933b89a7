"""The steps of a search with shared weights: one of the weights, then one of the architecture parameters, in the four
methods that the benchmark has."""
import random
from typing import NamedTuple

import torch
from torch.nn import functional

METHODS = ("darts", "gdas", "one-path", "second-order")


class Batch(NamedTuple):
    images: torch.Tensor  # [N, 3, H, W]
    labels: torch.Tensor


class Passed(NamedTuple):
    logits: torch.Tensor
    loss: torch.Tensor


class Unrolled(NamedTuple):
    gradient: torch.Tensor  # of the architecture parameters
    arch: Passed
    ahead: list  # the weights one step ahead
    direction: list  # the gradient of the loss on the arch batch there
    plus: torch.Tensor
    minus: torch.Tensor


class Search:
    """A supernet, its architecture parameters and their optimisers. With `keep_gradients` zero_grad writes zeros, as
    PyTorch 1 did: a weight that no pass reaches any more still decays and keeps its momentum."""

    def __init__(self, network, alphas, method, precision="float32", keep_gradients=False):
        self.network, self.alphas, self.method = network, alphas, method
        self.weights = list(network.parameters())
        self.sgd = torch.optim.SGD(self.weights, lr=0.025, momentum=0.9, weight_decay=5e-4, nesterov=True)
        self.adam = torch.optim.Adam([alphas], lr=3e-4, betas=(0.5, 0.999), weight_decay=1e-3)
        self.tau = 10.0
        self.mixed = precision == "bfloat16"
        self.set_to_none = not keep_gradients

    def step(self, base, arch):
        self.weight_step(base, self.draw())
        self.architecture_step(base, arch, self.draw())

    def draw(self):
        """What a pass draws: Gumbel noise, or a cell for each cell of the network."""
        if self.method == "gdas":
            return -torch.empty_like(self.alphas).exponential_().log()
        if self.method == "one-path":
            return [[random.randrange(5) for _ in range(6)] for _ in range(self.network.search_cells())]
        return None

    def weight_step(self, base, drawn):
        self.zero_grad()
        passed = self.forward(base, drawn)
        passed.loss.backward()
        self.sgd.step()
        return passed

    def architecture_step(self, base, arch, drawn):
        """One path learns nothing about architectures here: it only looks at the arch batch."""
        self.zero_grad()
        if self.method == "one-path":
            with torch.no_grad():
                return self.forward(arch, drawn)
        if self.method == "second-order":
            unrolled = unrolled_gradient(self, base, arch)
            self.alphas.grad, passed = unrolled.gradient, unrolled.arch
        else:
            passed = self.forward(arch, drawn)
            passed.loss.backward()
        self.adam.step()
        return passed

    def zero_grad(self):
        self.sgd.zero_grad(self.set_to_none)
        self.adam.zero_grad(self.set_to_none)

    def forward(self, batch, drawn=None):
        with torch.autocast(batch.images.device.type, dtype=torch.bfloat16, enabled=self.mixed):
            if self.method == "gdas":
                logits = self.network(batch.images, *self.sampled(drawn))
            elif self.method == "one-path":
                logits = self.network(batch.images, drawn)
            else:
                logits = self.network(batch.images, None, self.alphas.softmax(-1))
            return Passed(logits, functional.cross_entropy(logits, batch.labels))

    def sampled(self, gumbel):
        """One cell for the whole network, and one-hot weights with the gradient of the softmax."""
        soft = ((self.alphas.log_softmax(-1) + gumbel) / self.tau).softmax(-1)
        best = soft.argmax(-1, keepdim=True)
        hard = torch.zeros_like(soft).scatter_(-1, best, 1.0)
        cell = best.flatten().tolist()
        return [cell] * self.network.search_cells(), hard - soft.detach() + soft


def unrolled_gradient(search, base, arch):
    """DARTS's second order (Liu et al., ICLR 2019, equations 7 and 8): the gradient at the weights one step ahead, and
    the product with the second derivatives by finite differences."""
    weights, rate = search.weights, search.sgd.param_groups[0]["lr"]
    gradients = torch.autograd.grad(search.forward(base).loss, weights)
    ahead = weights_ahead(search.sgd, gradients)
    kept = {name: tensor.clone() for name, tensor in search.network.state_dict().items()}
    with torch.no_grad():
        for weight, value in zip(weights, ahead):
            weight.copy_(value)
    passed = search.forward(arch)
    direct, *direction = torch.autograd.grad(passed.loss, [search.alphas, *weights])
    search.network.load_state_dict(kept)
    radius = 0.01 / torch.cat([part.flatten() for part in direction]).norm().item()
    move(weights, direction, radius)
    (plus,) = torch.autograd.grad(search.forward(base).loss, [search.alphas])
    move(weights, direction, -2 * radius)
    (minus,) = torch.autograd.grad(search.forward(base).loss, [search.alphas])
    move(weights, direction, radius)
    gradient = direct - rate * (plus - minus) / (2 * radius)
    return Unrolled(gradient, passed, ahead, direction, plus, minus)


@torch.no_grad()
def weights_ahead(sgd, gradients):
    """w - rate (momentum buffer + gradient + decay w)."""
    (group,) = sgd.param_groups
    ahead = []
    for weight, gradient in zip(group["params"], gradients):
        descent = gradient + group["weight_decay"] * weight
        buffer = sgd.state[weight].get("momentum_buffer") if weight in sgd.state else None
        if buffer is not None:
            descent = group["momentum"] * buffer + descent
        ahead.append(weight - group["lr"] * descent)
    return ahead


@torch.no_grad()
def move(weights, direction, distance):
    for weight, part in zip(weights, direction):
        weight.add_(part, alpha=distance)
