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
class SourceSums {
 public:
  SourceSums(const CellState& state, const CellMaps& maps, std::size_t source, bool weights)
      : state_(state),
        x_(maps.nodes[source]),
        outputs_(maps.outputs[source]),
        edges_(outgoing(source)),
        terms_(edges_.size()),
        centres_(edges_.size()),
        weights_(weights),
        piece_{x_.size(1)},
        sums_(static_cast<std::size_t>(x_.size(0) * of_image()), 0.0) {
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      for (std::size_t size = 0; size < kSizes; ++size) {
        for (const Term& term : state.terms[source][size]) {
          if (term.edge != edges_[e].edge) continue;
          terms_[e][size] = &term;
          centres_[e][size] = converted<T>(term.norm.mean);
        }
      }
    }
  }

  std::vector<EdgeTotals> totals(const std::array<at::Tensor, nb201::kNodes>& gradients) {
    const Parts parts(x_);
    for (std::int64_t part = 0; part < parts.count(); ++part) {
      at::parallel_for(0, parts.size(part), 1, [&](std::int64_t begin, std::int64_t end) {
        std::vector<T> scratch(static_cast<std::size_t>(2 * image_shape(x_).row()));
        for (std::int64_t i = begin; i < end; ++i) {
          SumsImage<T> image = of_part(gradients, part, i, parts.begin(part) + i);
          image.scratch = scratch.data();
          kernels<T>().sums(image);
        }
      });
    }
    return of_batch();
  }

 private:
  std::int64_t of_image() const { return piece_.size() * static_cast<std::int64_t>(edges_.size()); }
  EdgeSums sums(std::int64_t image, std::size_t edge) {
    return piece_.at(sums_.data() + image * of_image() + static_cast<std::int64_t>(edge) * piece_.size());
  }

  // `in_part`: the image's number in its part, `i` in the batch.
  SumsImage<T> of_part(const std::array<at::Tensor, nb201::kNodes>& gradients, std::int64_t part, std::int64_t in_part,
                       std::int64_t i) {
    SumsImage<T> image;
    image.shape = image_shape(x_);
    image.source = x_.data_ptr<T>() + i * image.shape.size();
    image.edge_count = edges_.size();
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      EdgeGradient<T>& edge = image.edges[e];
      const at::Tensor& gradient = gradients[edges_[e].target];
      edge.gradient = gradient.data_ptr<T>() + i * image.shape.size();
      for (std::size_t size = 0; size < kSizes; ++size) {
        const Term* term = terms_[e][size];
        if (term == nullptr) continue;
        const at::Tensor& output = outputs_[size][static_cast<std::size_t>(part)];
        edge.convolutions[size] = output_of<T>(output, in_part, term->first_channel);
        edge.centres[size] = centres_[e][size].data();
      }
      edge.sums = sums(i, e);
      const bool has_convolutions = terms_[e][0] != nullptr || terms_[e][1] != nullptr;
      if (!has_convolutions && !(weights_ && state_.add_others)) edge.sums.gradient = nullptr;
      if (!weights_ || !state_.edges[edges_[e].edge].skip) edge.sums.with_source = nullptr;
      if (!weights_ || !state_.edges[edges_[e].edge].pool) edge.sums.with_pool = nullptr;
    }
    return image;
  }

  std::vector<EdgeTotals> of_batch() {
    const auto row = static_cast<std::size_t>(of_image());
    for (std::size_t next = row; next < sums_.size(); next += row) {
      for (std::size_t j = 0; j < row; ++j) sums_[j] += sums_[next + j];
    }
    std::vector<EdgeTotals> totals(edges_.size());
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      const EdgeSums all = sums(0, e);
      totals[e].gradient.assign(all.gradient, all.gradient + piece_.channels);
      for (std::size_t size = 0; size < kSizes; ++size) {
        if (terms_[e][size] == nullptr) continue;
        const double* first = all.with_convolutions[size];
        totals[e].with_convolutions[size].assign(first, first + piece_.channels);
      }
      totals[e].with_source = *all.with_source;
      totals[e].with_pool = *all.with_pool;
    }
    return totals;
  }

  const CellState& state_;
  const at::Tensor& x_;
  const std::array<std::vector<at::Tensor>, kSizes>& outputs_;
  std::vector<Outgoing> edges_;
  std::vector<std::array<const Term*, kSizes>> terms_;
  std::vector<std::array<std::vector<T>, kSizes>> centres_;
  bool weights_;
  Piece piece_;
  std::vector<double> sums_;  // a piece for each edge of each image
};

}  // namespace

std::vector<EdgeTotals> edge_totals(const CellState& state, const CellMaps& maps, std::size_t source,
                                    const std::array<at::Tensor, nb201::kNodes>& gradients, bool weights) {
  if (maps.nodes[source].scalar_type() == at::kDouble) {
    return SourceSums<double>(state, maps, source, weights).totals(gradients);
  }
  return SourceSums<float>(state, maps, source, weights).totals(gradients);
}

}  // namespace cellar::network::fused
