#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "core/formats/ordered_work.hpp"

namespace cellar::network {

// Batches one by one, in order, made ahead by background threads and finished when they are asked for; which threads,
// and how many, changes nothing else. At most two batches more than there are threads wait.
template <class Made, class Batch>
class BatchStream {
 public:
  using Make = std::function<Made(std::int64_t number)>;  // called by several threads at once
  using Finish = std::function<Batch(const Made&)>;       // called by the thread that asks for the batch

  // Batches from `from` to before `to`. Without threads, each is made when it is asked for.
  BatchStream(Make make, Finish finish, std::int64_t from, std::int64_t to, int threads)
      : make_(std::move(make)), finish_(std::move(finish)), next_(from), to_(to) {
    if (threads <= 0 || from >= to) return;
    work_ = std::make_unique<Work>(static_cast<std::size_t>(to - from), threads, Ahead{make_, from},
                                   static_cast<std::size_t>(threads) + 2);
  }

  // None at the end.
  std::optional<Batch> next() {
    if (next_ >= to_) return std::nullopt;
    const std::int64_t number = next_++;
    return finish_(work_ ? work_->take() : make_(number));
  }

  // The number of the batch that comes next.
  std::int64_t position() const { return next_; }

 private:
  struct Ahead {
    Make make;
    std::int64_t from;
    Made operator()(std::size_t number, int /*thread*/) const { return make(from + static_cast<std::int64_t>(number)); }
  };
  using Work = OrderedWork<Made, Ahead>;

  Make make_;
  Finish finish_;
  std::int64_t next_, to_;
  std::unique_ptr<Work> work_;
};

}  // namespace cellar::network
