#include "core/guarded_searcher.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"

namespace cellar {

namespace {

template <class Call>
auto guarded(int trial, const char* doing, Call call) {
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
  const Request request = guarded(asked_, "next()", [&] { return behind_->next(); });
  if (!std::holds_alternative<Wait>(request)) ++asked_;
  return request;
}

void GuardedSearcher::tell(const Trial& trial) {
  told_ = trial.number;
  guarded(told_, "tell()", [&] { behind_->tell(trial); });
}

std::optional<Architecture> GuardedSearcher::recommend() const {
  return guarded(told_, "recommend()", [&] { return behind_->recommend(); });
}

std::vector<std::string> GuardedSearcher::columns() const {
  return guarded(0, "columns()", [&] { return behind_->columns(); });
}

void GuardedSearcher::fill(std::span<double> values) const {
  guarded(told_, "fill()", [&] { behind_->fill(values); });
}

std::optional<Arithmetic> GuardedSearcher::arithmetic() const {
  return guarded(0, "arithmetic()", [&] { return state_ ? state_->arithmetic() : std::nullopt; });
}

void GuardedSearcher::save(const std::filesystem::path& folder) const {
  guarded(told_, "save()", [&] { state_->save(folder); });
}

void GuardedSearcher::load(const std::filesystem::path& folder) {
  guarded(0, "load()", [&] { state_->load(folder); });
}

void GuardedSearcher::resume_from(const std::filesystem::path& checkpoint) {
  guarded(0, "resume_from()", [&] { state_->resume_from(checkpoint); });
}

std::string GuardedSearcher::compare_with(const std::filesystem::path& checkpoint) const {
  return guarded(0, "compare_with()", [&] { return state_->compare_with(checkpoint); });
}

}  // namespace cellar
