#pragma once

#include <memory>
#include <vector>

#include "core/space.hpp"

namespace cellar {

// A part of another space: those of its architectures that are listed, as for a table that lacks some. Its index is
// the place in the list; what is not listed is not valid here.
class RestrictedSpace final : public SearchSpace {
 public:
  // `indices`: of the space, ascending, at least one.
  RestrictedSpace(std::shared_ptr<const SearchSpace> space, std::vector<std::uint64_t> indices);

  std::string name() const override { return space_->name(); }
  bool valid(const Architecture& arch) const override;
  std::string why_invalid(const Architecture& arch) const override;
  std::optional<std::uint64_t> size() const override { return indices_.size(); }
  std::uint64_t index(const Architecture& arch) const override;
  Architecture at(std::uint64_t index) const override { return space_->at(indices_[index]); }
  std::string format(const Architecture& arch) const override { return space_->format(arch); }
  Architecture parse(std::string_view text) const override { return space_->parse(text); }
  Architecture canonical(const Architecture& arch) const override { return space_->canonical(arch); }
  Architecture random(Rng& rng) const override;
  // The space's own, where it leads to what is listed within a few draws.
  Architecture mutate(const Architecture& arch, Rng& rng) const override;
  std::optional<std::vector<double>> features(const Architecture& arch, std::string_view kind) const override {
    return space_->features(arch, kind);
  }

 private:
  std::shared_ptr<const SearchSpace> space_;
  std::vector<std::uint64_t> indices_;
};

}  // namespace cellar
