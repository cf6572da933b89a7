#include "core/guarded_searcher.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"

namespace cellar {

namespace {

template <class Call>
auto calling(int trial, const char* doing, Call call) {
  try {
    return call();
  } catch (const Stopped&) {
    throw;
  } catch (const SearcherFault&) {
    throw;
  } catch (const std::exception& error) {
    throw SearcherFault(trial, fmt::format("throws in {}: {}", doing, error.what()));
  } catch (...) {
    throw SearcherFault(trial, fmt::format("throws in {} what is no std::exception", doing));
  }
}

}  // namespace

Request GuardedSearcher::next() {
  const Request request = calling(asked_, "next()", [&] { return behind_->next(); });
  if (!std::holds_alternative<Wait>(request)) ++asked_;
  return request;
}

void GuardedSearcher::tell(const Trial& trial) {
  told_ = trial.number;
  calling(told_, "tell()", [&] { behind_->tell(trial); });
}

std::optional<Architecture> GuardedSearcher::recommend() const {
  return calling(told_, "recommend()", [&] { return behind_->recommend(); });
}

std::vector<std::string> GuardedSearcher::columns() const {
  return calling(0, "columns()", [&] { return behind_->columns(); });
}

void GuardedSearcher::fill(std::span<double> values) const {
  calling(told_, "fill()", [&] { behind_->fill(values); });
}

std::optional<Arithmetic> GuardedSearcher::arithmetic() const {
  return calling(0, "arithmetic()", [&] { return state_ ? state_->arithmetic() : std::nullopt; });
}

void GuardedSearcher::save(const std::filesystem::path& folder) const {
  calling(told_, "save()", [&] { state_->save(folder); });
}

void GuardedSearcher::load(const std::filesystem::path& folder) {
  calling(0, "load()", [&] { state_->load(folder); });
}

void GuardedSearcher::resume_from(const std::filesystem::path& checkpoint) {
  calling(0, "resume_from()", [&] { state_->resume_from(checkpoint); });
}

std::string GuardedSearcher::compare_with(const std::filesystem::path& checkpoint) const {
  return calling(0, "compare_with()", [&] { return state_->compare_with(checkpoint); });
}

std::unique_ptr<Searcher> guarded(const Configuration& configuration, const Problem& problem, std::uint64_t seed,
                                  const Resources& resources) {
  try {
    return std::make_unique<GuardedSearcher>(configuration.create(problem, seed, resources));
  } catch (const Error&) {
    throw;
  } catch (...) {
    return calling(0, "its constructor", [&]() -> std::unique_ptr<Searcher> { throw; });
  }
}

}  // namespace cellar
