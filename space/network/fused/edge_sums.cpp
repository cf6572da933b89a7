#include "space/network/fused/edge_sums.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include "space/network/fused/maps.hpp"
#include "space/network/fused/values.hpp"

namespace cellar::network::fused {

namespace {

// The sums of one edge and image lie in one piece: of G, of G y for each size, of G x and G pool(x).
struct Piece {
  std::int64_t channels;

  std::int64_t size() const { return (1 + static_cast<std::int64_t>(kSizes)) * channels + 2; }
  EdgeSums at(double* begin) const {
    EdgeSums sums;
    sums.gradient = begin;
    for (std::size_t k = 0; k < kSizes; ++k) {
      sums.with_convolutions[k] = begin + (1 + static_cast<std::int64_t>(k)) * channels;
    }
    sums.with_source = begin + size() - 2;
    sums.with_pool = begin + size() - 1;
    return sums;
  }
};

template <class T>
std::vector<EdgeTotals> totals_of(const CellState& state, const CellMaps& maps, std::size_t source,
                                  const std::array<at::Tensor, nb201::kNodes>& gradients, bool weights) {
  const ImageShape shape = image_shape(maps.nodes[source]);
  const std::int64_t images = maps.nodes[source].size(0);
  const std::vector<Outgoing> edges = outgoing(source);
  std::vector<std::array<std::vector<T>, kSizes>> centres(edges.size());
  std::vector<std::array<const Term*, kSizes>> convolutions(edges.size());
  SumsImage<T> first;
  first.shape = shape;
  first.source = maps.nodes[source].data_ptr<T>();
  first.edge_count = edges.size();
  for (std::size_t i = 0; i < edges.size(); ++i) {
    EdgeGradient<T>& edge = first.edges[i];
    edge.gradient = gradients[edges[i].target].data_ptr<T>();
    for (std::size_t size = 0; size < kSizes; ++size) {
      for (const Term& term : state.terms[source][size]) {
        if (term.edge != edges[i].edge) continue;
        centres[i][size] = converted<T>(term.norm.mean);
        edge.centres[size] = centres[i][size].data();
        convolutions[i][size] = &term;
      }
    }
  }
  const Piece piece{shape.channels};
  const std::int64_t of_image = piece.size() * static_cast<std::int64_t>(edges.size());
  std::vector<double> partial(static_cast<std::size_t>(images * of_image), 0.0);
  const Parts parts(maps.nodes[source]);
  const auto add_images = [&](std::int64_t part, std::int64_t begin, std::int64_t end) {
    std::vector<T> scratch(static_cast<std::size_t>(2 * shape.row()));
    for (std::int64_t i = begin; i < end; ++i) {
      SumsImage<T> image = first;
      image.source += i * shape.size();
      image.scratch = scratch.data();
      for (std::size_t e = 0; e < edges.size(); ++e) {
        EdgeGradient<T>& edge = image.edges[e];
        edge.gradient += i * shape.size();
        for (std::size_t size = 0; size < kSizes; ++size) {
          const Term* term = convolutions[e][size];
          if (term == nullptr) continue;
          const at::Tensor& output = maps.outputs[source][size][static_cast<std::size_t>(part)];
          edge.convolutions[size] = output_of<T>(output, i - parts.begin(part), term->first_channel);
        }
        edge.sums = piece.at(partial.data() + i * of_image + static_cast<std::int64_t>(e) * piece.size());
        if (!weights || !state.edges[edges[e].edge].skip) edge.sums.with_source = nullptr;
        if (!weights || !state.edges[edges[e].edge].pool) edge.sums.with_pool = nullptr;
      }
      kernels<T>().sums(image);
    }
  };
  for (std::int64_t part = 0; part < parts.count(); ++part) {
    at::parallel_for(parts.begin(part), parts.begin(part + 1), 1,
                     [&](std::int64_t begin, std::int64_t end) { add_images(part, begin, end); });
  }
  for (std::int64_t i = 1; i < images; ++i) {
    for (std::int64_t j = 0; j < of_image; ++j)
      partial[static_cast<std::size_t>(j)] += partial[static_cast<std::size_t>(i * of_image + j)];
  }
  std::vector<EdgeTotals> totals(edges.size());
  for (std::size_t e = 0; e < edges.size(); ++e) {
    const EdgeSums sums = piece.at(partial.data() + static_cast<std::int64_t>(e) * piece.size());
    totals[e].gradient.assign(sums.gradient, sums.gradient + shape.channels);
    for (std::size_t size = 0; size < kSizes; ++size) {
      if (convolutions[e][size] == nullptr) continue;
      totals[e].with_convolutions[size].assign(sums.with_convolutions[size],
                                               sums.with_convolutions[size] + shape.channels);
    }
    totals[e].with_source = *sums.with_source;
    totals[e].with_pool = *sums.with_pool;
  }
  return totals;
}

}  // namespace

std::vector<EdgeTotals> edge_totals(const CellState& state, const CellMaps& maps, std::size_t source,
                                    const std::array<at::Tensor, nb201::kNodes>& gradients, bool weights) {
  if (maps.nodes[source].scalar_type() == at::kDouble) {
    return totals_of<double>(state, maps, source, gradients, weights);
  }
  return totals_of<float>(state, maps, source, gradients, weights);
}

}  // namespace cellar::network::fused
