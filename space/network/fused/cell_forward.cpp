#include "space/network/fused/cell_forward.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "space/network/fused/maps.hpp"
#include "space/network/fused/norm.hpp"
#include "space/network/fused/values.hpp"

namespace cellar::network::fused {

namespace {

bool uses_batch(const CellCall& call, const ConvNormTensors& layer) {
  return call.training || !layer.running_mean.defined();
}

at::Tensor weights_of(const CellCall& call, const std::vector<Term>& terms, std::size_t size) {
  std::vector<at::Tensor> weights;
  for (const Term& term : terms) weights.push_back(call.edges[term.edge].convolutions[size]->weight);
  return joined(weights);
}

void normalise(const CellCall& call, std::vector<Term>& terms, std::size_t size, const MomentSums& sums) {
  Moments moments;
  for (Term& term : terms) {
    const ConvNormTensors& layer = *call.edges[term.edge].convolutions[size];
    const bool by_batch = uses_batch(call, layer);
    if (by_batch && moments.count == 0) moments = sums.moments();
    if (call.training && layer.running_mean.defined()) track(layer, moments, term.first_channel);
    term.norm = norm_state(layer, by_batch ? &moments : nullptr, term.first_channel);
  }
}

// The convolutions of a source, those of a size in one, without their biases; `terms` get what to normalise by.
template <class T>
std::array<std::vector<at::Tensor>, kSizes> convolve(const at::Tensor& source, const CellCall& call,
                                                     std::array<std::vector<Term>, kSizes>& terms) {
  std::array<std::vector<at::Tensor>, kSizes> outputs;
  if (terms[0].empty() && terms[1].empty()) return outputs;
  std::array<at::Tensor, kSizes> weights;
  for (std::size_t size = 0; size < kSizes; ++size) {
    if (!terms[size].empty()) weights[size] = weights_of(call, terms[size], size);
  }
  std::array<MomentSums, kSizes> sums;
  const Parts parts(source);
  for (std::int64_t part = 0; part < parts.count(); ++part) {
    const at::Tensor relu = relu_of<T>(parts.of(source, part));
    for (std::size_t size = 0; size < kSizes; ++size) {
      if (terms[size].empty()) continue;
      const auto padding = static_cast<std::int64_t>(size);
      outputs[size].push_back(channels_last(at::conv2d(relu, weights[size], {}, 1, padding)));
      if (uses_batch(call, *call.edges[terms[size][0].edge].convolutions[size])) sums[size].add(outputs[size].back());
    }
  }
  for (std::size_t size = 0; size < kSizes; ++size) normalise(call, terms[size], size, sums[size]);
  return outputs;
}

// What an edge adds to its target, per channel: the factors of its convolutions' outputs and a constant.
template <class T>
struct EdgeFactors {
  std::array<std::vector<T>, kSizes> scales;
  std::vector<T> shift;
  std::array<const Term*, kSizes> terms{};  // may be none
};

template <class T>
class SourceForward {
 public:
  SourceForward(const CellCall& call, const CellState& state, const CellMaps& maps, std::size_t source)
      : state_(state), outputs_(maps.outputs[source]), source_(maps.nodes[source]), edges_(outgoing(source)) {
    for (const Outgoing& way : edges_) factors_.push_back(factors(call, state.terms[source], way.edge));
  }

  // Adds to the targets; `assign`: they have no value yet.
  void add_to(const std::array<at::Tensor, nb201::kNodes>& nodes, bool assign) const {
    ForwardImage<T> first;
    first.shape = image_shape(source_);
    first.source = source_.data_ptr<T>();
    first.assign = assign;
    for (std::size_t i = 0; i < edges_.size(); ++i) {
      const CellState::Edge& edge = state_.edges[edges_[i].edge];
      EdgeTerms<T>& terms = first.edges[first.edge_count++];
      for (std::size_t size = 0; size < kSizes; ++size) terms.scales[size] = factors_[i].scales[size].data();
      if (assign || adds_by_channel(i)) terms.shift = factors_[i].shift.data();
      if (edge.skip) terms.skip = static_cast<T>(edge.weight(nb201::Operation::skip_connect));
      if (edge.pool) terms.pool = static_cast<T>(edge.weight(nb201::Operation::avg_pool_3x3));
      terms.target = nodes[edges_[i].target].template data_ptr<T>();
    }
    const Parts parts(source_);
    for (std::int64_t part = 0; part < parts.count(); ++part) {
      at::parallel_for(0, parts.size(part), 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<T> scratch(static_cast<std::size_t>(2 * first.shape.row()));
        for (std::int64_t i = begin; i < end; ++i) {
          kernels<T>().forward(of_image(first, part, i, parts.begin(part) + i, scratch.data()));
        }
      });
    }
  }

 private:
  EdgeFactors<T> factors(const CellCall& call, const std::array<std::vector<Term>, kSizes>& terms,
                         std::size_t edge) const {
    EdgeFactors<T> result;
    std::vector<double> shift(static_cast<std::size_t>(source_.size(1)), others(edge));
    for (std::size_t size = 0; size < kSizes; ++size) {
      for (const Term& term : terms[size]) {
        if (term.edge != edge) continue;
        const ConvNormTensors& layer = *call.edges[edge].convolutions[size];
        const double weight = state_.edges[edge].weight(kConvolutions[size]);
        const std::vector<double> gamma = values(layer.scale), beta = values(layer.shift);
        std::vector<double> scale(shift.size());
        for (std::size_t c = 0; c < scale.size(); ++c) {
          scale[c] = weight * (term.affine ? gamma[c] : 1) * term.norm.inverse[c];
          shift[c] += (term.affine ? weight * beta[c] : 0) - scale[c] * term.norm.mean[c];
        }
        result.scales[size] = converted<T>(scale);
        result.terms[size] = &term;
      }
    }
    result.shift = converted<T>(shift);
    return result;
  }

  bool adds_by_channel(std::size_t i) const {
    return factors_[i].terms[0] != nullptr || factors_[i].terms[1] != nullptr || others(edges_[i].edge) != 0;
  }

  double others(std::size_t edge) const {
    double sum = 0;
    for (std::size_t k = 0; state_.add_others && k < nb201::kOperationNames.size(); ++k) {
      if (!computes(state_, edge, static_cast<nb201::Operation>(k))) sum += state_.edges[edge].weights[k];
    }
    return sum;
  }

  // `in_part`: the image's number in its part, `i` in the batch.
  ForwardImage<T> of_image(ForwardImage<T> image, std::int64_t part, std::int64_t in_part, std::int64_t i,
                           T* scratch) const {
    const std::int64_t map = i * image.shape.size();
    image.source += map;
    image.scratch = scratch;
    for (std::size_t e = 0; e < image.edge_count; ++e) {
      image.edges[e].target += map;
      for (std::size_t size = 0; size < kSizes; ++size) {
        const Term* term = factors_[e].terms[size];
        if (term == nullptr) continue;
        image.edges[e].convolutions[size] =
            output_of<T>(outputs_[size][static_cast<std::size_t>(part)], in_part, term->first_channel);
      }
    }
    return image;
  }

  const CellState& state_;
  const std::array<std::vector<at::Tensor>, kSizes>& outputs_;
  const at::Tensor& source_;
  std::vector<Outgoing> edges_;
  std::vector<EdgeFactors<T>> factors_;
};

template <class T>
at::Tensor forward_of(const at::Tensor& x, const CellCall& call, CellState& state, CellMaps& maps) {
  std::array<at::Tensor, nb201::kNodes> nodes;
  nodes[0] = x;
  for (std::size_t i = 1; i < nodes.size(); ++i) nodes[i] = new_map(x);
  for (std::size_t source = 0; source < kSources; ++source) {
    maps.nodes[source] = nodes[source];
    maps.outputs[source] = convolve<T>(nodes[source], call, state.terms[source]);
    SourceForward<T>(call, state, maps, source).add_to(nodes, source == 0);
  }
  return nodes.back();
}

}  // namespace

at::Tensor forward_cell(const at::Tensor& x, const CellCall& call, CellState& state, CellMaps& maps) {
  if (x.scalar_type() == at::kDouble) return forward_of<double>(x, call, state, maps);
  return forward_of<float>(x, call, state, maps);
}

}  // namespace cellar::network::fused
