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
// made ahead waits in a window, so that memory stays bounded. `make(number, thread)` may throw: the error of the lowest
// number reaches the caller. Throws Stopped when asked to stop.
template <class Thing, class Make, class Take>
void ordered_work(std::size_t count, int threads, Make&& make, Take&& take) {
  struct Slot {
    std::optional<Thing> thing;
    std::exception_ptr error;
  };
  const std::size_t window = 4 * static_cast<std::size_t>(threads);
  std::mutex mutex;
  std::condition_variable made, taken;
  std::vector<Slot> slots(window);
  std::size_t next = 0, done = 0;
  bool over = false;

  const auto work = [&](int thread) {
    for (;;) {
      std::unique_lock lock(mutex);
      taken.wait(lock, [&] { return over || next >= count || next < done + window; });
      if (over || next >= count) return;
      const std::size_t number = next++;
      lock.unlock();
      Slot slot;
      try {
        slot.thing = make(number, thread);
      } catch (...) {
        slot.error = std::current_exception();
      }
      lock.lock();
      slots[number % window] = std::move(slot);
      made.notify_all();
    }
  };

  std::vector<std::jthread> workers;
  const auto finish = [&] {
    const std::lock_guard lock(mutex);
    over = true;
    taken.notify_all();
  };
  struct Finally {
    decltype(finish)& call;
    ~Finally() { call(); }
  } finally{finish};
  for (int thread = 0; thread < threads; ++thread) workers.emplace_back(work, thread);
  for (std::size_t number = 0; number < count; ++number) {
    std::unique_lock lock(mutex);
    Slot& slot = slots[number % window];
    made.wait(lock, [&] { return slot.thing || slot.error; });
    Slot mine = std::exchange(slot, {});
    done = number + 1;
    taken.notify_all();
    lock.unlock();
    if (mine.error) std::rethrow_exception(mine.error);
    take(std::move(*mine.thing));
  }
}

}  // namespace cellar
