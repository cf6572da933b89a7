#include "space/network/step_graph.hpp"

#include <c10/util/Exception.h>
#include <fmt/format.h>

#include <utility>

#include "core/errors.hpp"
#include "space/network/device.hpp"

#ifdef CELLAR_WITH_CUDA
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDAGuard.h>

#include "space/network/torch_versions.hpp"
#endif

namespace cellar::network {

#ifdef CELLAR_WITH_CUDA

struct StepGraph::Recording {
  at::cuda::CUDAGraph graph;
};

struct WorkStream::Stream {
  c10::cuda::CUDAStream stream;
};

struct WorkStream::Use::Guard {
  explicit Guard(const c10::cuda::CUDAStream& stream) : own(stream) {
    c10::cuda::getCurrentCUDAStream(stream.device_index()).synchronize();
    guard.reset_stream(stream);
  }
  ~Guard() { own.synchronize(); }
  Guard(const Guard&) = delete;
  Guard& operator=(const Guard&) = delete;

  c10::cuda::CUDAStream own;
  c10::cuda::OptionalCUDAStreamGuard guard;
};

bool can_record(c10::Device device) { return device.is_cuda(); }

namespace {

// Other threads go on meanwhile, and may take memory.
void capture(at::cuda::CUDAGraph& graph, const std::function<void()>& work) {
#if CELLAR_TORCH_AT_LEAST(2, 1)
  graph.capture_begin(at::cuda::graph_pool_handle(), cudaStreamCaptureModeThreadLocal);
#else
  graph.capture_begin(at::cuda::graph_pool_handle());
#endif
  work();
  graph.capture_end();
}

}  // namespace

#else

struct StepGraph::Recording {};
struct WorkStream::Stream {};
struct WorkStream::Use::Guard {};

bool can_record(c10::Device /*device*/) { return false; }

#endif

StepGraph::StepGraph(c10::Device device) : device_(device) {}
StepGraph::~StepGraph() = default;

void StepGraph::record(std::function<void()> work) {
  work_ = std::move(work);
#ifdef CELLAR_WITH_CUDA
  if (!can_record(device_)) return;
  recording_ = std::make_unique<Recording>();
  try {
    capture(recording_->graph, work_);
  } catch (const c10::Error& error) {
    throw Error(
        fmt::format("a step cannot be recorded as a CUDA graph, --no-graphs does without: {}", failure_text(error)));
  }
#endif
}

bool StepGraph::is_recorded() const { return recording_ != nullptr; }

void StepGraph::play() {
  require(static_cast<bool>(work_), "nothing was recorded");
#ifdef CELLAR_WITH_CUDA
  if (is_recorded()) return recording_->graph.replay();
#endif
  work_();
}

WorkStream::WorkStream(c10::Device device) {
#ifdef CELLAR_WITH_CUDA
  if (can_record(device)) {
    stream_ = std::make_unique<Stream>(
        Stream{c10::cuda::getStreamFromPool(/*isHighPriority=*/false, device.has_index() ? device.index() : -1)});
  }
#else
  static_cast<void>(device);
#endif
}

WorkStream::~WorkStream() = default;

WorkStream::Use::Use(const WorkStream& stream) {
#ifdef CELLAR_WITH_CUDA
  if (stream.stream_) guard_ = std::make_unique<Guard>(stream.stream_->stream);
#else
  static_cast<void>(stream);
#endif
}

WorkStream::Use::~Use() = default;

}  // namespace cellar::network
