#include "space/network/fused/cell_forward.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "space/network/fused/maps.hpp"
#include "space/network/fused/norm.hpp"
#include "space/network/fused/values.hpp"

namespace cellar::network::fused {

namespace {

// The convolutions of one size of a source in one, without their biases.
at::Tensor convolve(const at::Tensor& relu, const CellCall& call, const std::vector<Term>& terms, std::size_t size) {
  std::vector<at::Tensor> weights;
  for (const Term& term : terms) weights.push_back(call.edges[term.edge].convolutions[size]->weight);
  return channels_last(at::conv2d(relu, joined(weights), {}, 1, static_cast<std::int64_t>(size)));
}

void normalise(const at::Tensor& output, const CellCall& call, std::vector<Term>& terms, std::size_t size) {
  Moments measured;
  for (Term& term : terms) {
    const ConvNormTensors& layer = *call.edges[term.edge].convolutions[size];
    const bool by_batch = call.training || !layer.running_mean.defined();
    if (by_batch && measured.count == 0) measured = moments(output);
    if (call.training && layer.running_mean.defined()) track(layer, measured, term.first_channel);
    term.norm = norm_state(layer, by_batch ? &measured : nullptr, term.first_channel);
  }
}

// What an edge adds to its target, per channel: the factors of its convolutions' outputs and a constant.
template <class T>
struct EdgeFactors {
  std::array<std::vector<T>, kSizes> scales;
  std::vector<T> shift;
  std::array<Strided<const T>, kSizes> outputs;  // of the first image
};

template <class T>
class SourceForward {
 public:
  SourceForward(const CellCall& call, const CellState& state, const CellMaps& maps, std::size_t source)
      : shape_(image_shape(maps.nodes[source])), images_(maps.nodes[source].size(0)), edges_(outgoing(source)) {
    for (const Outgoing& way : edges_) factors_.push_back(factors(call, state, maps, source, way.edge));
  }

  // Adds to the targets; `assign`: they have no value yet. `relu`: gets that of the first target, unless undefined.
  void add(const CellState& state, const at::Tensor& source, std::array<at::Tensor, nb201::kNodes>& nodes, bool assign,
           const at::Tensor& relu) const {
    ForwardImage<T> first;
    first.shape = shape_;
    first.source = source.data_ptr<T>();
    first.assign = assign;
    first.next = nodes[edges_[0].target].data_ptr<T>();
    first.next_relu = relu.defined() ? relu.data_ptr<T>() : nullptr;
    for (std::size_t i = 0; i < edges_.size(); ++i) {
      const CellState::Edge& edge = state.edges[edges_[i].edge];
      EdgeTerms<T> terms;
      for (std::size_t size = 0; size < kSizes; ++size) terms.scales[size] = factors_[i].scales[size].data();
      terms.convolutions = factors_[i].outputs;
      terms.shift = factors_[i].shift.data();
      if (edge.skip) terms.skip = static_cast<T>(edge.weight(nb201::Operation::skip_connect));
      if (edge.pool) terms.pool = static_cast<T>(edge.weight(nb201::Operation::avg_pool_3x3));
      terms.target = nodes[edges_[i].target].data_ptr<T>();
      first.edges[first.edge_count++] = terms;
    }
    at::parallel_for(0, images_, 1, [&](std::int64_t begin, std::int64_t end) {
      std::vector<T> scratch(static_cast<std::size_t>(2 * shape_.row()));
      for (std::int64_t i = begin; i < end; ++i) kernels<T>().forward(of_image(first, i, scratch.data()));
    });
  }

 private:
  EdgeFactors<T> factors(const CellCall& call, const CellState& state, const CellMaps& maps, std::size_t source,
                         std::size_t edge) const {
    EdgeFactors<T> result;
    std::vector<double> shift(static_cast<std::size_t>(shape_.channels), others(state, edge));
    for (std::size_t size = 0; size < kSizes; ++size) {
      for (const Term& term : state.terms[source][size]) {
        if (term.edge != edge) continue;
        const ConvNormTensors& layer = *call.edges[edge].convolutions[size];
        const double weight = state.edges[edge].weight(kConvolutions[size]);
        const std::vector<double> gamma = values(layer.scale), beta = values(layer.shift);
        std::vector<double> scale(shift.size());
        for (std::size_t c = 0; c < scale.size(); ++c) {
          scale[c] = weight * (term.affine ? gamma[c] : 1) * term.norm.inverse[c];
          shift[c] += (term.affine ? weight * beta[c] : 0) - scale[c] * term.norm.mean[c];
        }
        result.scales[size] = converted<T>(scale);
        const at::Tensor& output = maps.outputs[source][size];
        result.outputs[size] = {output.data_ptr<T>() + term.first_channel, output.size(1)};
      }
    }
    result.shift = converted<T>(shift);
    return result;
  }

  static double others(const CellState& state, std::size_t edge) {
    double sum = 0;
    for (std::size_t k = 0; state.add_others && k < nb201::kOperationNames.size(); ++k) {
      if (!computes(state, edge, static_cast<nb201::Operation>(k))) sum += state.edges[edge].weights[k];
    }
    return sum;
  }

  ForwardImage<T> of_image(ForwardImage<T> image, std::int64_t i, T* scratch) const {
    const std::int64_t map = i * shape_.size();
    image.source += map;
    image.next += map;
    if (image.next_relu != nullptr) image.next_relu += map;
    image.scratch = scratch;
    for (std::size_t e = 0; e < image.edge_count; ++e) {
      image.edges[e].target += map;
      for (Strided<const T>& output : image.edges[e].convolutions) {
        if (output.data != nullptr) output.data += i * shape_.pixels() * output.stride;
      }
    }
    return image;
  }

  ImageShape shape_;
  std::int64_t images_;
  std::vector<Outgoing> edges_;
  std::vector<EdgeFactors<T>> factors_;
};

template <class T>
at::Tensor relu_of(const at::Tensor& x) {
  const at::Tensor y = new_map(x);
  const std::int64_t image = x.numel() / x.size(0);
  at::parallel_for(0, x.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
    kernels<T>().relu(x.data_ptr<T>() + begin * image, y.data_ptr<T>() + begin * image, (end - begin) * image);
  });
  return y;
}

bool convolves(const CellState& state, std::size_t source) {
  return !state.terms[source][0].empty() || !state.terms[source][1].empty();
}

template <class T>
at::Tensor forward_of(const at::Tensor& x, const CellCall& call, CellState& state, CellMaps& maps) {
  std::array<at::Tensor, nb201::kNodes> nodes;
  nodes[0] = x;
  for (std::size_t i = 1; i < nodes.size(); ++i) nodes[i] = new_map(x);
  at::Tensor relu = convolves(state, 0) ? relu_of<T>(x) : at::Tensor();
  for (std::size_t source = 0; source < kSources; ++source) {
    maps.nodes[source] = nodes[source];
    for (std::size_t size = 0; size < kSizes; ++size) {
      std::vector<Term>& terms = state.terms[source][size];
      if (terms.empty()) continue;
      maps.outputs[source][size] = convolve(relu, call, terms, size);
      normalise(maps.outputs[source][size], call, terms, size);
    }
    const bool next = source + 1 < kSources && convolves(state, source + 1);
    relu = next ? new_map(x) : at::Tensor();
    SourceForward<T>(call, state, maps, source).add(state, nodes[source], nodes, source == 0, relu);
  }
  return nodes.back();
}

}  // namespace

at::Tensor forward_cell(const at::Tensor& x, const CellCall& call, CellState& state, CellMaps& maps) {
  if (x.scalar_type() == at::kDouble) return forward_of<double>(x, call, state, maps);
  return forward_of<float>(x, call, state, maps);
}

}  // namespace cellar::network::fused
