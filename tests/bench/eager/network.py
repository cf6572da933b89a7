"""The supernet of NAS-Bench-201's cells as modules of torch.nn: every operation is a module of its own, autograd does
the rest. What an edge computes is said in each pass, by two arguments:

- weights alone: every operation, times its weight (the mixture of DARTS); weights are [6, 5], edges by operations.
- paths alone: one operation on every edge; paths are lists of six numbers, one for each cell of the network.
- both: one operation, times its weight, and the weights of the others as numbers, so that they have a gradient (GDAS).

Modules are named so that weights have the names of NAS-Bench-201's networks."""
import torch
from torch import nn

EDGES = ((0, 1), (0, 2), (1, 2), (0, 3), (1, 3), (2, 3))  # from, to
OPERATIONS = ("none", "skip_connect", "nor_conv_1x1", "nor_conv_3x3", "avg_pool_3x3")


class ReluConvNorm(nn.Module):
    """Batch norm has a scale, a shift and running statistics, or none of them; the convolution has a bias then."""

    def __init__(self, inputs, outputs, size, stride, norm):
        super().__init__()
        self.op = nn.Sequential(
            nn.ReLU(),
            nn.Conv2d(inputs, outputs, size, stride=stride, padding=size // 2, bias=not norm),
            nn.BatchNorm2d(outputs, affine=norm, track_running_stats=norm))

    def forward(self, x):
        return self.op(x)


class Zero(nn.Module):
    def forward(self, x):
        return x * 0


class Reduction(nn.Module):
    """The residual block with stride 2 between two stages."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.conv_a = ReluConvNorm(inputs, outputs, 3, 2, norm=True)
        self.conv_b = ReluConvNorm(outputs, outputs, 3, 1, norm=True)
        self.downsample = nn.Sequential(nn.AvgPool2d(2), nn.Conv2d(inputs, outputs, 1, bias=False))

    def forward(self, x):
        return self.downsample(x) + self.conv_b(self.conv_a(x))


def operations(channels):
    return nn.ModuleList([
        Zero(),
        nn.Identity(),
        ReluConvNorm(channels, channels, 1, 1, norm=False),
        ReluConvNorm(channels, channels, 3, 1, norm=False),
        nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)])


class SearchCell(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.edges = nn.ModuleDict({f"{to}<-{start}": operations(channels) for start, to in EDGES})

    def forward(self, x, path, weights):
        nodes = [x, None, None, None]
        for i, ((start, to), edge) in enumerate(zip(EDGES, self.edges.values())):
            y = evaluate(edge, nodes[start], None if path is None else path[i], None if weights is None else weights[i])
            nodes[to] = y if nodes[to] is None else nodes[to] + y
        return nodes[3]


def evaluate(edge, x, chosen, weights):
    """What one edge computes of `x`."""
    if weights is None:
        return edge[chosen](x)
    total = None
    for k, (operation, weight) in enumerate(zip(edge, weights)):
        term = operation(x) * weight if chosen is None or chosen == k else weight
        total = term if total is None else total + term
    return total


class Supernet(nn.Module):
    """Three stages of `cells` cells; the channels double, and the sides halve, from one to the next."""

    def __init__(self, channels=16, cells=5, classes=10):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, channels, 3, padding=1, bias=False), nn.BatchNorm2d(channels))
        layers = []
        for stage in range(3):
            if stage > 0:
                layers.append(Reduction(channels, 2 * channels))
                channels *= 2
            layers += [SearchCell(channels) for _ in range(cells)]
        self.cells = nn.ModuleList(layers)
        self.lastact = nn.Sequential(
            nn.BatchNorm2d(channels, affine=False, track_running_stats=False), nn.ReLU())
        self.classifier = nn.Linear(channels, classes)

    def forward(self, images, paths=None, weights=None):
        """The logits, [N, classes]."""
        x = self.stem(images)
        i = 0
        for layer in self.cells:
            if isinstance(layer, Reduction):
                x = layer(x)
            else:
                x = layer(x, None if paths is None else paths[i], weights)
                i += 1
        return self.classifier(self.lastact(x).mean((2, 3)))

    def search_cells(self):
        return sum(isinstance(layer, SearchCell) for layer in self.cells)


def initial_alphas():
    return (1e-3 * torch.randn(len(EDGES), len(OPERATIONS))).requires_grad_()
