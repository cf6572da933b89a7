#pragma once

#include <array>
#include <filesystem>
#include <string_view>

#include "space/network/checks/comparison.hpp"

// What a recorded case is, by what stands in its index: folders may be named otherwise than the reference's.
namespace cellar::oneshot {

// A folder with index.json and arrays.
struct CaseKind {
  std::string_view name;
  bool (*fits)(const network::RecordedValue& index);
  using Check = network::Comparison (*)(const network::RecordedCase&);
  std::array<Check, 2> checks;  // the second may be none
  // Whether it hangs on which side of zero inputs of ReLUs fall: in one pass with gradients; in a sequence of steps,
  // for which see ReferenceKernels, too.
  enum class Kinks { none, pass, sequence } kinks = Kinks::none;
};
// nullptr: there is no check for it.
const CaseKind* find_kind(const network::RecordedValue& index);

// A file that is read by itself, or describes the files beside it.
struct FileKind {
  std::string_view name;
  bool (*fits)(const network::RecordedValue& root);
  network::Comparison (*check)(const std::filesystem::path& folder, const network::RecordedValue& root,
                               at::Device device);
  bool covers_files_beside = false;   // what lies in its folder is named in it
  bool covers_folders_below = false;  // and what lies in folders below
};
const FileKind* find_file_kind(const network::RecordedValue& root);

}  // namespace cellar::oneshot
