#pragma once

#include <ATen/core/Tensor.h>

#include <string>
#include <string_view>
#include <vector>

namespace cellar::network {

// The tensors of a network under the names that the original's state_dict has, in its order. They are the network's
// own: whoever changes one changes the network.
class Weights {
 public:
  struct Entry {
    std::string name;
    at::Tensor tensor;
    bool is_parameter = true;  // or a buffer: running statistics
  };

  void parameter(const std::string& name, const at::Tensor& tensor) { entries_.push_back({name, tensor, true}); }
  void buffer(const std::string& name, const at::Tensor& tensor) { entries_.push_back({name, tensor, false}); }

  const std::vector<Entry>& entries() const { return entries_; }
  // Undefined if there is none of this name.
  at::Tensor find(std::string_view name) const;
  std::vector<at::Tensor> parameters() const;

  // Copies `value` into the tensor of this name; converts its type. An Error names what does not fit.
  void load(std::string_view name, const at::Tensor& value) const;

 private:
  std::vector<Entry> entries_;
};

}  // namespace cellar::network
