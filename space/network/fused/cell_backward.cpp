#include "space/network/fused/cell_backward.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <span>

#include "space/network/fused/edge_sums.hpp"
#include "space/network/fused/maps.hpp"
#include "space/network/fused/values.hpp"

namespace cellar::network::fused {

namespace {

using Operation = nb201::Operation;

// A tensor of one dimension with these values.
at::Tensor vector(const std::vector<double>& values, const at::Tensor& like) {
  const at::Tensor result = at::empty({static_cast<std::int64_t>(values.size())}, like.options());
  set_values(result, values);
  return result;
}

// Walks from the last source to the first. G: the gradient of a node.
template <class T>
class CellBackward {
 public:
  CellBackward(const CellState& state, const CellMaps& maps, const std::vector<at::Tensor>& parameters,
               const Needs& needs)
      : state_(state), maps_(maps), parameters_(parameters), needs_(needs) {}

  CellGradients run(const at::Tensor& gradient) {
    result_.parameters.resize(parameters_.size());
    gradients_[nb201::kNodes - 1] = gradient;
    for (std::size_t source = kSources; source-- > 0;) pass_source(source);
    if (needs_.input) result_.input = gradients_[0];
    if (needs_.weights) {
      result_.weights = at::empty({static_cast<std::int64_t>(weights_.size()), 5}, gradient.options());
      std::vector<double> flat;
      for (const auto& row : weights_) flat.insert(flat.end(), row.begin(), row.end());
      set_values(result_.weights, flat);
    }
    return std::move(result_);
  }

 private:
  // The gradient of a term's output of the convolution is a G + b (y - centre) + d, per channel.
  struct Factors {
    std::vector<T> a, b, d, centre;
  };

  bool needs_weights(const std::vector<Term>& terms) const {
    return std::any_of(terms.begin(), terms.end(), [&](const Term& term) { return needs_.parameters[term.parameter]; });
  }

  void pass_source(std::size_t source) {
    const at::Tensor& x = maps_.nodes[source];
    const auto& terms = state_.terms[source];
    const auto totals = edge_totals(state_, maps_, source, gradients_, needs_.weights);
    const std::vector<Outgoing> edges = outgoing(source);
    for (std::size_t i = 0; i < edges.size(); ++i) add_weight_gradients(edges[i].edge, totals[i]);
    std::array<std::vector<Factors>, kSizes> factors;
    for (std::size_t size = 0; size < kSizes; ++size) {
      for (const Term& term : terms[size]) {
        for (std::size_t i = 0; i < edges.size(); ++i) {
          if (edges[i].edge == term.edge) factors[size].push_back(norm_gradients(term, size, totals[i]));
        }
      }
    }
    if (needs_gradient(source)) gradients_[source] = new_map(x);
    const Parts parts(x);
    for (std::int64_t part = 0; part < parts.count(); ++part) pass_part(source, part, factors);
  }

  bool needs_gradient(std::size_t source) const { return source > 0 || needs_.input; }

  // Through the convolutions, for a part of the batch. Those of 3x3 one after the other: together, as they are forward,
  // oneDNN takes up to 1.6 times as long for their gradients.
  void pass_part(std::size_t source, std::int64_t part, const std::array<std::vector<Factors>, kSizes>& factors) {
    const auto& terms = state_.terms[source];
    const at::Tensor x = Parts(maps_.nodes[source]).of(maps_.nodes[source], part);
    const bool needs_relu = needs_weights(terms[0]) || needs_weights(terms[1]);
    if (!needs_relu && !needs_gradient(source)) return;
    const at::Tensor relu = needs_relu ? relu_of<T>(x) : x;
    std::vector<at::Tensor> of_relu;
    for (std::size_t size = 0; size < kSizes; ++size) {
      if (terms[size].empty()) continue;
      const std::vector<at::Tensor> of_outputs = norm_gradients(source, size, part, factors[size]);
      for (std::size_t i = 0; i < of_outputs.size(); ++i) {
        const auto convolved = of_outputs.size() == 1 ? std::span(terms[size]) : std::span(terms[size]).subspan(i, 1);
        const at::Tensor of_input = pass_convolutions(source, size, convolved, of_outputs[i], relu);
        if (of_input.defined()) of_relu.push_back(of_input);
      }
    }
    if (needs_gradient(source)) source_gradient(source, part, of_relu);
  }

  // Of the numbers that the operations are multiplied by, apart from the convolutions.
  void add_weight_gradients(std::size_t edge, const EdgeTotals& totals) {
    auto& row = weights_[edge];
    row[static_cast<std::size_t>(Operation::skip_connect)] = totals.with_source;
    row[static_cast<std::size_t>(Operation::avg_pool_3x3)] = totals.with_pool;
    if (!state_.add_others) return;
    double sum = 0;
    for (const double value : totals.gradient) sum += value;
    for (std::size_t k = 0; k < row.size(); ++k) {
      if (!computes(state_, edge, static_cast<Operation>(k))) row[k] = sum;
    }
  }

  // The gradients of a term's weight, scale, shift and bias, and of its convolution's output.
  Factors norm_gradients(const Term& term, std::size_t size, const EdgeTotals& totals) {
    const std::vector<double>& with_y = totals.with_convolutions[size];
    const NormState& norm = term.norm;
    const double weight = state_.edges[term.edge].weight(kConvolutions[size]);
    const at::Tensor& x = maps_.nodes[0];
    const double count = static_cast<double>(x.numel() / x.size(1));
    std::size_t next = term.parameter + 1 + (term.has_bias ? 1U : 0U);
    const std::vector<double> gamma = term.affine ? values(parameters_[next]) : std::vector<double>(with_y.size(), 1.0);
    const std::vector<double> beta =
        term.affine ? values(parameters_[next + 1]) : std::vector<double>(with_y.size(), 0.0);
    std::vector<double> of_gamma(gamma.size()), of_beta(gamma.size()), of_bias(gamma.size());
    std::vector<double> a(gamma.size()), b(gamma.size()), d(gamma.size());
    double of_weight = 0;
    for (std::size_t c = 0; c < gamma.size(); ++c) {
      const double normalised = norm.inverse[c] * with_y[c];  // the sum of G times the normalised output
      of_weight += gamma[c] * normalised + beta[c] * totals.gradient[c];
      of_gamma[c] = weight * normalised;
      of_beta[c] = weight * totals.gradient[c];
      a[c] = weight * gamma[c] * norm.inverse[c];
      if (norm.of_batch) {
        b[c] = -a[c] * norm.inverse[c] * normalised / count;
        d[c] = -a[c] * totals.gradient[c] / count;
      } else {
        of_bias[c] = a[c] * totals.gradient[c];
      }
    }
    weights_[term.edge][static_cast<std::size_t>(kConvolutions[size])] = of_weight;
    // A bias in front of a normalisation by the batch changes nothing: its gradient is zero, but there is one.
    if (term.has_bias) set_gradient(term.parameter + 1, of_bias);
    if (term.affine) {
      set_gradient(next, of_gamma);
      set_gradient(next + 1, of_beta);
    }
    return {converted<T>(a), converted<T>(b), converted<T>(d), converted<T>(norm.mean)};
  }

  void set_gradient(std::size_t parameter, const std::vector<double>& gradient) {
    if (needs_.parameters[parameter]) result_.parameters[parameter] = vector(gradient, parameters_[parameter]);
  }

  // Returns the gradient of the input of convolutions that are made as one, adds to those of their weights.
  at::Tensor pass_convolutions(std::size_t source, std::size_t size, std::span<const Term> terms,
                               const at::Tensor& of_output, const at::Tensor& relu) {
    std::vector<at::Tensor> weights;
    bool of_weights = false;
    for (const Term& term : terms) {
      weights.push_back(parameters_[term.parameter]);
      of_weights = of_weights || needs_.parameters[term.parameter];
    }
    const auto padding = static_cast<std::int64_t>(size);
    const bool of_input = needs_gradient(source);
    const std::tuple<at::Tensor, at::Tensor, at::Tensor> gradients =
        at::convolution_backward(of_output, relu, joined(weights), at::OptionalIntArrayRef(), {1, 1},
                                 {padding, padding}, {1, 1}, false, {0, 0}, 1, {of_input, of_weights, false});
    for (const Term& term : terms) {
      if (!needs_.parameters[term.parameter]) continue;
      const at::Tensor more =
          std::get<1>(gradients).narrow(0, term.first_channel - terms[0].first_channel, term.channels);
      at::Tensor& sum = result_.parameters[term.parameter];
      sum = sum.defined() ? sum.add_(more) : more;
    }
    return of_input ? channels_last(std::get<0>(gradients)) : at::Tensor();
  }

  // The gradients of the outputs of a size's convolutions: of 1x1 beside each other, of 3x3 each for itself.
  std::vector<at::Tensor> norm_gradients(std::size_t source, std::size_t size, std::int64_t part,
                                         const std::vector<Factors>& factors) {
    const std::vector<Term>& terms = state_.terms[source][size];
    const at::Tensor& output = maps_.outputs[source][size][static_cast<std::size_t>(part)];
    const std::int64_t pixels = output.size(2) * output.size(3), channels = terms[0].channels;
    std::vector<at::Tensor> results;
    if (size == 0) results.push_back(new_map(output));
    NormGradients<T> first;
    first.channels = channels;
    for (std::size_t i = 0; i < terms.size(); ++i) {
      if (size > 0) results.push_back(new_map({output.size(0), channels, output.size(2), output.size(3)}, output));
      const at::Tensor& gradient = gradients_[static_cast<std::size_t>(nb201::kEdges[terms[i].edge].to)];
      const std::int64_t before = Parts(gradient).begin(part);
      NormGradient<T>& term = first.terms[first.term_count++];
      term.gradient = gradient.data_ptr<T>() + before * pixels * channels;
      term.output = {output.data_ptr<T>() + terms[i].first_channel, output.size(1)};
      term.result = {results.back().template data_ptr<T>() + (size == 0 ? terms[i].first_channel : 0),
                     results.back().size(1)};
      term.a = factors[i].a.data();
      term.b = factors[i].b.data();
      term.d = factors[i].d.data();
      term.centre = factors[i].centre.data();
    }
    at::parallel_for(0, output.size(0), 1, [&](std::int64_t begin, std::int64_t end) {
      NormGradients<T> images = first;
      images.pixels = (end - begin) * pixels;
      for (std::size_t i = 0; i < images.term_count; ++i) {
        images.terms[i].gradient += begin * pixels * channels;
        images.terms[i].output.data += begin * pixels * images.terms[i].output.stride;
        images.terms[i].result.data += begin * pixels * images.terms[i].result.stride;
      }
      kernels<T>().norm_gradients(images);
    });
    return results;
  }

  // The gradient of a source for a part of the batch; `of_relu`: that of its ReLU, where there are convolutions.
  void source_gradient(std::size_t source, std::int64_t part, const std::vector<at::Tensor>& of_relu) {
    const at::Tensor& x = maps_.nodes[source];
    SourceGradient<T> first;
    first.shape = image_shape(x);
    first.source = x.data_ptr<T>();
    first.result = gradients_[source].template data_ptr<T>();
    for (const Outgoing& way : outgoing(source)) {
      const CellState::Edge& terms = state_.edges[way.edge];
      const at::Tensor& gradient = gradients_[way.target];
      first.gradients[first.edge_count] = gradient.data_ptr<T>();
      if (terms.skip) first.skip[first.edge_count] = static_cast<T>(terms.weight(Operation::skip_connect));
      if (terms.pool) first.pool[first.edge_count] = static_cast<T>(terms.weight(Operation::avg_pool_3x3));
      ++first.edge_count;
    }
    const Parts parts(x);
    at::parallel_for(0, parts.size(part), 1, [&](std::int64_t begin, std::int64_t end) {
      std::vector<T> scratch(static_cast<std::size_t>(first.shape.size() + 2 * first.shape.row()));
      for (std::int64_t i = begin; i < end; ++i) {
        SourceGradient<T> image = first;
        const std::int64_t map = (parts.begin(part) + i) * first.shape.size();
        image.source += map;
        image.result += map;
        for (const at::Tensor& map_of_part : of_relu) {
          image.of_relu[image.relu_count++] = map_of_part.template data_ptr<T>() + i * first.shape.size();
        }
        for (std::size_t e = 0; e < image.edge_count; ++e) image.gradients[e] += map;
        image.scratch = scratch.data();
        kernels<T>().source_gradient(image);
      }
    });
  }

  const CellState& state_;
  const CellMaps& maps_;
  const std::vector<at::Tensor>& parameters_;
  const Needs& needs_;
  std::array<at::Tensor, nb201::kNodes> gradients_;
  std::array<std::array<double, nb201::kOperationNames.size()>, nb201::kEdges.size()> weights_{};
  CellGradients result_;
};

}  // namespace

CellGradients backward_cell(const at::Tensor& gradient, const CellState& state, const CellMaps& maps,
                            const std::vector<at::Tensor>& parameters, const Needs& needs) {
  if (gradient.scalar_type() == at::kDouble) return CellBackward<double>(state, maps, parameters, needs).run(gradient);
  return CellBackward<float>(state, maps, parameters, needs).run(gradient);
}

}  // namespace cellar::network::fused
