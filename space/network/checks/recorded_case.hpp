#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Device.h>

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "space/network/checks/recorded_value.hpp"
#include "space/network/layers.hpp"

namespace cellar::network {

// A recorded case: a folder with index.json and the tensors that it names, in flat arrays f4.npy, f8.npy, i8.npy. The
// reference's own numbers come so. An Error names the file or the tensor that is damaged or missing. What is asked for
// is remembered.
class RecordedCase {
 public:
  // `device`: on which it is to be computed again.
  explicit RecordedCase(const std::filesystem::path& folder, at::Device device = at::kCPU);

  RecordedValue index() const { return index_.root(); }
  at::Device device() const { return device_; }
  bool has(const std::string& name) const { return places_.contains(name); }
  // On the host, for comparison. An Error if there is none.
  at::Tensor tensor(const std::string& name) const;
  // On the kind's device, to compute with. An Error if it has another type.
  at::Tensor tensor(const std::string& name, const TensorKind& kind) const;
  // Of an input that is stored in another precision than is computed in.
  at::Tensor converted(const std::string& name, const TensorKind& kind) const;
  // Images for a step of a sequence. In float32 their last bits may vary: see vary_images.
  at::Tensor images(const std::string& name, int step, const TensorKind& kind) const;
  // Whole numbers: classes, operations; on the host. An Error if one is not in 0 to `end` - 1.
  at::Tensor integers(const std::string& name, std::int64_t end) const;
  // The classes of images, on the case's device.
  at::Tensor labels(const std::string& name, std::int64_t classes) const;
  // The names that begin with `prefix`, without it, in order of their places.
  std::vector<std::string> names(const std::string& prefix) const;

  // A sequence of steps in float32 has no single answer: an input of a ReLU that is zero but for rounding falls on
  // either side, and what follows differs by more than rounding (oneshot.md T14). From now on the images of these steps
  // differ by a rounding here and there, as the step's seed draws it, in sequences in float32.
  void vary_images(const std::map<int, std::uint64_t>& seeds) { seeds_ = seeds; }
  bool varies() const { return !seeds_.empty(); }

  // What nobody has asked for: tensors by name, and values of the index as RecordedIndex::unread() says.
  std::vector<std::string> unread() const;

 private:
  struct Place {
    std::string file;
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape;
  };

  Place place_of(const std::string& name, const RecordedValue& entry) const;

  RecordedIndex index_;
  at::Device device_;
  std::map<std::string, at::Tensor> arrays_;  // by file
  std::map<std::string, Place> places_;       // by tensor
  mutable std::set<std::string> read_;        // names of tensors
  std::map<int, std::uint64_t> seeds_;        // of variations
};

}  // namespace cellar::network
