#pragma once

#include <c10/core/Device.h>

#include <functional>
#include <memory>

// Work on a device that is recorded once and then played again as a whole. A step of a supernet launches thousands of
// kernels that run for some microseconds each; launched one by one, the host is what they wait for.
namespace cellar::network {

// Whether work on this device is recorded: on CUDA, where this was built with CUDA's headers.
bool can_record(c10::Device device);

// Recorded work: a CUDA graph. On other devices the work is kept, and done whenever it is played.
class StepGraph {
 public:
  explicit StepGraph(c10::Device device);
  ~StepGraph();
  StepGraph(const StepGraph&) = delete;
  StepGraph& operator=(const StepGraph&) = delete;

  // Records `work`, which is called once here and does nothing yet on the device. It must read and write the same
  // tensors whenever it is played and read no number back. It must have been done some times before, on the same
  // WorkStream, so that libraries have chosen their kernels. An Error where LibTorch cannot record it.
  void record(std::function<void()> work);
  // Does what was recorded, in the order of this thread's stream.
  void play();
  // Whether playing makes the device do it without calling the work again.
  bool is_recorded() const;

 private:
  struct Recording;

  c10::Device device_;
  std::function<void()> work_;
  std::unique_ptr<Recording> recording_;
};

// A stream of CUDA's for the work of a search: the default one cannot be recorded. Nothing on other devices.
class WorkStream {
 public:
  explicit WorkStream(c10::Device device);
  ~WorkStream();

  // While it lives, this thread's work on the device goes to the stream; at both ends, what was begun is waited for.
  class Use {
   public:
    explicit Use(const WorkStream& stream);
    ~Use();
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

   private:
    struct Guard;
    std::unique_ptr<Guard> guard_;
  };

 private:
  struct Stream;
  std::unique_ptr<Stream> stream_;
};

}  // namespace cellar::network
