#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/errors.hpp"

namespace cellar {

// Where the figures of an objective come from. What a reader must know before comparing them with others'.
struct FigureSource {
  enum class Kind {
    tabled,           // a table that does not say more of them
    one_seed,         // each is of one training seed, the same for all
    drawn_seed,       // each evaluation draws one of `seeds` training seeds
    mean_of_seeds,    // each is the mean of `seeds` training seeds
    mean_of_present,  // each is the mean of those training seeds that it has, `seeds` at most
    shared_weights,   // the weights of a supernet, which the searcher trained itself
    measured          // something was trained or run for each evaluation
  };

  Kind kind = Kind::measured;
  int seeds = 0;                  // of drawn_seed, mean_of_seeds and mean_of_present
  std::string modelled_epochs{};  // how shorter trainings are made up, "exp"; empty: they are not

  friend bool operator==(const FigureSource&, const FigureSource&) = default;
};

// "mean of 2 training seeds", "mean of up to 3 training seeds", "measured, shorter trainings modelled by exp".
std::string format(const FigureSource& source);
// The inverse; an Error shows what is allowed.
FigureSource parse_figure_source(std::string_view text);

// What is made as large, or as small, as possible.
struct Objective {
  std::string name = "accuracy";  // in full: "cifar100.valid@12/12", "latency.raspi4"
  std::string unit = "%";         // "1": a number
  bool maximise = true;
  double least = 0, most = 100;  // the range of its values; infinite where none is known
  FigureSource source{};

  friend bool operator==(const Objective&, const Objective&) = default;
};

// A value as searchers see it, larger is better, on a scale from 0 to 100: for those that depend on the scale. As it is
// where the range is not known.
double percent_of_range(const Objective& objective, double oriented);

inline constexpr std::size_t kMaxObjectives = 8;

// A value for each objective, in the problem's order. One of them may be missing (a device that cannot run the
// network) although the training succeeded; a training that failed has no values. Most runs have one objective, and
// copy its value often, so only the others are kept apart.
class Values {
 public:
  Values() = default;
  Values(double value) : first_(value), size_(1) {}  // NOLINT: of one objective
  Values(std::optional<double> value) {              // NOLINT: of one objective; none: failed
    if (value) *this = Values(*value);
  }
  Values(std::nullopt_t) {}  // NOLINT: failed
  Values(std::initializer_list<double> values) : Values(std::span(values.begin(), values.size())) {}
  // NaN: missing.
  explicit Values(std::span<const double> values) : size_(static_cast<std::uint8_t>(values.size())) {
    require(values.size() <= kMaxObjectives, "there are at most 8 objectives");
    if (!values.empty()) first_ = values.front();
    if (values.size() > 1) others_ = std::make_unique<Others>();
    for (std::size_t i = 1; i < values.size(); ++i) (*others_)[i - 1] = values[i];
  }
  Values(const Values& other)
      : first_(other.first_),
        size_(other.size_),
        others_(other.others_ ? std::make_unique<Others>(*other.others_) : nullptr) {}
  Values(Values&&) noexcept = default;
  Values& operator=(const Values& other) { return *this = Values(other); }
  Values& operator=(Values&&) noexcept = default;
  ~Values() = default;

  bool failed() const { return size_ == 0; }
  bool all_missing() const {
    return !any([](double value) { return !std::isnan(value); });
  }
  bool any_infinite() const {
    return any([](double value) { return std::isinf(value); });
  }
  std::size_t size() const { return size_; }
  // NaN: missing; so is all that lies beyond the end.
  double operator[](std::size_t objective) const {
    if (objective == 0) return first_;
    return objective < size_ ? (*others_)[objective - 1] : std::numeric_limits<double>::quiet_NaN();
  }
  std::optional<double> at(std::size_t objective) const {
    const double value = (*this)[objective];
    return std::isnan(value) ? std::nullopt : std::optional(value);
  }

 private:
  friend struct PluginLayout;

  using Others = std::array<double, kMaxObjectives - 1>;

  template <class Is>
  bool any(Is is) const {
    return is(first_) || (size_ > 1 && std::any_of(others_->begin(), others_->begin() + size_ - 1, is));
  }

  double first_ = std::numeric_limits<double>::quiet_NaN();
  std::uint8_t size_ = 0;
  std::unique_ptr<Others> others_;  // none: there is one at most
};

// As searchers see them: larger is better.
Values oriented(const Values& values, std::span<const Objective> objectives);

}  // namespace cellar
