#pragma once

#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace cellar {

// Makes things 0 … count-1 on several threads and hands them over one by one, in order, on the calling thread; what is
// made ahead waits in a window, so that memory stays bounded.
template <class Thing, class Make>
class OrderedWork {
 public:
  // `make(number, thread)` may throw: the error of the lowest number reaches the caller of take(). `window`: how many
  // things may wait; 0 is four for each thread.
  OrderedWork(std::size_t count, int threads, Make make, std::size_t window = 0)
      : count_(count), make_(std::move(make)), slots_(window > 0 ? window : 4 * static_cast<std::size_t>(threads)) {
    for (int thread = 0; thread < threads; ++thread) threads_.emplace_back([this, thread] { work(thread); });
  }

  ~OrderedWork() {
    const std::lock_guard lock(mutex_);
    over_ = true;
    taken_.notify_all();
  }
  OrderedWork(const OrderedWork&) = delete;
  OrderedWork& operator=(const OrderedWork&) = delete;

  // The next one; there must be one left.
  Thing take() {
    std::unique_lock lock(mutex_);
    Slot& slot = slots_[done_ % slots_.size()];
    made_.wait(lock, [&] { return slot.thing || slot.error; });
    Slot mine = std::exchange(slot, {});
    ++done_;
    taken_.notify_all();
    lock.unlock();
    if (mine.error) std::rethrow_exception(mine.error);
    return std::move(*mine.thing);
  }

 private:
  struct Slot {
    std::optional<Thing> thing;
    std::exception_ptr error;
  };

  void work(int thread) {
    while (const auto number = next()) {
      Slot slot;
      try {
        slot.thing = make_(*number, thread);
      } catch (...) {
        slot.error = std::current_exception();
      }
      const std::lock_guard lock(mutex_);
      slots_[*number % slots_.size()] = std::move(slot);
      made_.notify_all();
    }
  }

  // The number of a thing to make, as soon as there is a place for it; none if there is nothing left to do.
  std::optional<std::size_t> next() {
    std::unique_lock lock(mutex_);
    taken_.wait(lock, [&] { return over_ || next_ >= count_ || next_ < done_ + slots_.size(); });
    if (over_ || next_ >= count_) return std::nullopt;
    return next_++;
  }

  std::size_t count_;
  Make make_;
  std::mutex mutex_;
  std::condition_variable made_, taken_;
  std::vector<Slot> slots_;  // of thing n: n modulo their number
  std::size_t next_ = 0, done_ = 0;
  bool over_ = false;
  std::vector<std::jthread> threads_;  // last, so that they end first
};

}  // namespace cellar
