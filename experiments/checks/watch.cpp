#include "experiments/checks/watch.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <span>
#include <utility>

#include "core/guarded_searcher.hpp"
#include "core/write_all.hpp"

namespace cellar {

namespace {

constexpr std::chrono::milliseconds kInterval{50};
constexpr std::chrono::seconds kPoint{2};

// Past the buffer of standard output, whose lock the main thread may hold; it was flushed when the promise began.
void write_out(const std::string& text) { write_all(STDOUT_FILENO, std::as_bytes(std::span(text))); }

class WatchedSearcher final : public StatefulSearcher {
 public:
  WatchedSearcher(std::unique_ptr<Searcher> behind, Watch& watch) : behind_(std::move(behind)), watch_(watch) {}

  Request next() override {
    const Watch::Call call(watch_, "next()");
    return behind_->next();
  }
  void tell(const Trial& trial) override {
    const Watch::Call call(watch_, "tell()");
    behind_->tell(trial);
  }
  std::optional<Architecture> recommend() const override {
    const Watch::Call call(watch_, "recommend()");
    return behind_->recommend();
  }
  std::vector<std::string> columns() const override { return behind_->columns(); }
  void fill(std::span<double> values) const override {
    const Watch::Call call(watch_, "fill()");
    behind_->fill(values);
  }
  std::optional<Arithmetic> arithmetic() const override { return behind_->stateful()->arithmetic(); }
  void save(const std::filesystem::path& folder) const override {
    const Watch::Call call(watch_, "save()");
    behind_->stateful()->save(folder);
  }
  void load(const std::filesystem::path& folder) override {
    const Watch::Call call(watch_, "load()");
    behind_->stateful()->load(folder);
  }
  void resume_from(const std::filesystem::path& checkpoint) override { behind_->stateful()->resume_from(checkpoint); }
  std::string compare_with(const std::filesystem::path& checkpoint) const override {
    return behind_->stateful()->compare_with(checkpoint);
  }
  StatefulSearcher* stateful() override { return behind_->stateful() ? this : nullptr; }

 private:
  std::unique_ptr<Searcher> behind_;
  Watch& watch_;
};

class WatchedConfiguration final : public Configuration {
 public:
  WatchedConfiguration(std::unique_ptr<Configuration> behind, Watch& watch)
      : behind_(std::move(behind)), watch_(watch) {}

  OptionList& options() override { return behind_->options(); }
  const OptionList& options() const override { return std::as_const(*behind_).options(); }
  std::unique_ptr<Searcher> create(const Problem& problem, std::uint64_t seed,
                                   const Resources& resources) const override {
    const Watch::Call call(watch_, "its constructor");
    return std::make_unique<WatchedSearcher>(guarded(*behind_, problem, seed, resources), watch_);
  }

 private:
  std::unique_ptr<Configuration> behind_;
  Watch& watch_;
};

}  // namespace

Watch::Watch(std::string name, std::chrono::duration<double> patience)
    : name_(std::move(name)), patience_(patience), shown_(Clock::now()), thread_([this] { look(); }) {}

Watch::~Watch() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  ended_.notify_one();
  thread_.join();
}

void Watch::look() {
  std::unique_lock lock(mutex_);
  while (!ended_.wait_for(lock, kInterval, [&] { return ending_; })) {
    if (call_ != nullptr && Clock::now() - since_ > patience_) {
      write_out(fmt::format(" BROKEN: {} has not returned for {:g} s\n{} breaks a promise\n", call_, patience_.count(),
                            name_));
      ::_exit(1);
    }
    if (Clock::now() - shown_ > kPoint && ::isatty(STDOUT_FILENO) != 0) {
      write_out(".");
      shown_ = Clock::now();
    }
  }
}

Watch::Call::Call(Watch& watch, const char* what) : watch_(watch) {
  const std::lock_guard lock(watch_.mutex_);
  watch_.call_ = what;
  watch_.since_ = Clock::now();
}

Watch::Call::~Call() {
  const std::lock_guard lock(watch_.mutex_);
  watch_.call_ = nullptr;
}

ConfiguredSearcher watched(ConfiguredSearcher searcher, Watch& watch) {
  searcher.configuration = std::make_unique<WatchedConfiguration>(std::move(searcher.configuration), watch);
  return searcher;
}

}  // namespace cellar
