#include "space/network/checks/comparison.hpp"

#include <ATen/ATen.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "core/errors.hpp"

namespace cellar::network {

namespace {

constexpr double kSettings = 1e-10;  // of numbers that were computed in double in every case

at::Tensor scalar(double value) { return at::scalar_tensor(value, at::kDouble); }

// Its beginning, where it is too long for a line.
std::string shortened(const std::string& text) {
  constexpr std::size_t kLongest = 200;
  return text.size() <= kLongest ? text : text.substr(0, kLongest) + "…";
}

}  // namespace

double magnitude(const at::Tensor& tensor) {
  return tensor.numel() == 0 ? 0 : tensor.detach().abs().max().item<double>();
}

double rounded_percent(std::int64_t right, std::int64_t images) {
  return static_cast<float>(right) * static_cast<float>(100.0 / static_cast<double>(images));
}

Tolerances tolerances(at::ScalarType type) { return type == at::kDouble ? Tolerances{} : Tolerances{1e-4, 1e-3, 1e-5}; }

TensorKind kind_of(const RecordedCase& recorded) {
  const std::string type = recorded.index().at("dtype").text();
  if (type != "f32" && type != "f64") throw Error(fmt::format("a case of type '{}': f32 and f64 are known", type));
  return {type == "f64" ? at::kDouble : at::kFloat, recorded.device()};
}

ReferenceKernels::ReferenceKernels() : enabled_(at::globalContext().userEnabledMkldnn()) {
  at::globalContext().setUserEnabledMkldnn(false);
}

ReferenceKernels::~ReferenceKernels() { at::globalContext().setUserEnabledMkldnn(enabled_); }

Pass training_pass() { return {.training = true, .by_operation = !at::globalContext().userEnabledMkldnn()}; }

Comparison::Comparison(const RecordedCase& recorded) : tolerances_(tolerances(kind_of(recorded).type)) {}

void Comparison::value(const std::string& name, const at::Tensor& computed, const at::Tensor& recorded,
                       double rounding) {
  within(tolerances_.values, name, computed, recorded, rounding);
}

void Comparison::gradient(const std::string& name, const at::Tensor& computed, const at::Tensor& recorded,
                          double rounding) {
  within(tolerances_.gradients, name, computed, recorded, rounding);
}

void Comparison::value(const RecordedCase& recorded, const std::string& name, const at::Tensor& computed,
                       double rounding) {
  if (recorded.has(name)) value(name, computed, recorded.tensor(name), rounding);
}

void Comparison::gradient(const RecordedCase& recorded, const std::string& name, const at::Tensor& computed,
                          double rounding) {
  if (recorded.has(name)) gradient(name, computed, recorded.tensor(name), rounding);
}

void Comparison::number(const RecordedValue& of, const std::string& key, double computed, double rounding) {
  if (!of.has(key)) return;
  const RecordedValue recorded = of.at(key);
  value(recorded.place(), scalar(computed), scalar(recorded.number()), rounding);
}

void Comparison::norm(const RecordedValue& of, const std::string& key, double computed, double rounding) {
  if (of.has(key)) gradient(of.at(key).place(), scalar(computed), scalar(of.at(key).number()), rounding);
}

void Comparison::setting(const RecordedValue& of, const std::string& key, double computed) {
  if (of.has(key)) same_number(of.at(key).place(), computed, of.at(key).number());
}

void Comparison::same_number(const std::string& name, double computed, double recorded) {
  within(kSettings, name, scalar(computed), scalar(recorded));
}

void Comparison::same_numbers(const RecordedValue& recorded, const std::vector<double>& computed) {
  within(kSettings, recorded.place(), at::tensor(computed, at::kDouble), at::tensor(recorded.numbers(), at::kDouble));
}

void Comparison::same(const std::string& name, const std::string& computed, const std::string& recorded) {
  ++compared_;
  if (computed != recorded) fail(name, fmt::format("'{}' instead of '{}'", shortened(computed), shortened(recorded)));
}

void Comparison::same(const RecordedValue& of, const std::string& key, const std::string& computed) {
  if (of.has(key)) same(of.at(key).place(), computed, of.at(key).text());
}

void Comparison::same(const RecordedValue& of, const std::string& key, std::int64_t computed) {
  if (of.has(key)) same(of.at(key).place(), std::to_string(computed), std::to_string(of.at(key).integer()));
}

void Comparison::same(const RecordedValue& of, const std::string& key, const std::vector<std::string>& computed) {
  if (!of.has(key)) return;
  same(of.at(key).place(), fmt::format("{}", fmt::join(computed, " ")),
       fmt::format("{}", fmt::join(of.at(key).texts(), " ")));
}

void Comparison::holds(const std::string& name, bool condition) {
  ++compared_;
  if (!condition) fail(name, "does not hold");
}

void Comparison::fail(const std::string& name, const std::string& reason) {
  if (failed_.empty()) failed_ = fmt::format("{}: {}", name, reason);
}

// Values and gradients are about 1, so a rounding of so many tolerances hides an error.
constexpr double kTooLarge = 100;

void Comparison::within(double tolerance, const std::string& name, const at::Tensor& computed,
                        const at::Tensor& recorded, double rounding) {
  ++compared_;
  if (!computed.defined()) return fail(name, "not computed");
  if (computed.sizes() != recorded.sizes()) {
    return fail(name, fmt::format("shape ({}) instead of ({})", fmt::join(computed.sizes(), ", "),
                                  fmt::join(recorded.sizes(), ", ")));
  }
  const at::Tensor difference = computed.detach().cpu().to(at::kDouble) - recorded.to(at::kDouble);
  const double largest = magnitude(difference);
  const bool is_precise = largest <= tolerance * magnitude(recorded);
  if (!is_precise && largest <= rounding && rounding > kTooLarge * tolerance) {
    --compared_;
    ++undecided_;
    return;
  }
  const double scale = is_precise ? magnitude(recorded) : std::max(magnitude(recorded), rounding / tolerance);
  const double deviation = largest == 0 ? 0 : largest / scale;
  if (!std::isnan(worst_) && !(deviation <= worst_)) {  // also where it is no number
    worst_ = deviation;
    where_ = name;
  }
  if (!std::isfinite(scale)) return fail(name, "recorded is a value that is no finite number");
  if (!(deviation <= tolerance)) {
    fail(name, fmt::format("deviates by {:.2g}, allowed is {:.0e}", deviation, tolerance));
  }
}

}  // namespace cellar::network
