#include "searchers/oneshot/checks/check_folder.hpp"

#include <c10/util/Exception.h>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <map>
#include <optional>
#include <set>

#include "core/errors.hpp"
#include "searchers/oneshot/checks/check_kinds.hpp"
#include "searchers/oneshot/checks/check_manifest.hpp"
#include "searchers/oneshot/checks/repetition.hpp"
#include "space/network/device.hpp"
#include "space/network/full_precision.hpp"

namespace cellar::oneshot {

namespace {

namespace fs = std::filesystem;
using network::Comparison;
using network::RecordedCase;

void add(CheckedCase& checked, const Comparison& comparison) {
  checked.compared += comparison.compared();
  checked.undecided += comparison.undecided();
  if (!(comparison.worst() <= checked.worst)) {
    checked.worst = comparison.worst();
    checked.where = comparison.where();
  }
  if (checked.failed.empty()) checked.failed = comparison.failed();
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// Runs checks and puts what they throw into words: what is damaged in a case does not keep the others from being read.
template <class Run>
CheckedCase checked(const std::string& name, const Run& run) {
  CheckedCase checked;
  checked.name = name;
  try {
    run(checked);
    const bool is_computed = checked.known && checked.left_out.empty();
    if (is_computed && checked.compared == 0 && checked.failed.empty()) checked.failed = "nothing to compare";
  } catch (const c10::Error& error) {
    checked.failed = first_line(error.what_without_backtrace());
  } catch (const std::exception& error) {
    checked.failed = first_line(error.what());
  }
  return checked;
}

// "f32", "f64", or empty where nothing is computed in either.
std::string type_of(const RecordedCase& recorded) {
  const network::RecordedValue index = recorded.index();
  return index.has("dtype") ? index.at("dtype").text().substr(0, 3) : "";
}

// A case with the check of its kind, repeated where its answers hang on inputs of ReLUs that are zero but for rounding.
class CheckedKind {
 public:
  CheckedKind(const CaseKind& kind, RecordedCase& recorded, const CheckOptions& options)
      : kind_(kind), recorded_(recorded), fast_(options.fast), single_(type_of(recorded) == "f32") {}

  void check(CheckedCase& checked) {
    const bool is_sequence = single_ && kind_.kinks == CaseKind::Kinks::sequence;
    std::optional<network::ReferenceKernels> kernels;
    if (is_sequence && !fast_) kernels.emplace();
    run(checked);
    if (checked.failed.empty() || kind_.kinks == CaseKind::Kinks::none) return;
    if (!is_sequence && compute_by_operation(checked)) return;
    if (single_) vary(checked);
    checked.drifts = is_sequence && fast_ && !checked.failed.empty();
  }

 private:
  void run(CheckedCase& checked) const {
    for (const CaseKind::Check repeat : kind_.checks) {
      if (repeat != nullptr) add(checked, repeat(recorded_));
    }
  }

  void vary(CheckedCase& checked) const {
    Repetition repetition;
    std::string failed = checked.failed;
    while (!failed.empty() && repetition.tries() < Repetition::kMost) {
      recorded_.vary_images(repetition.next(failed));
      CheckedCase varied;
      run(varied);
      failed = varied.failed;
      if (failed.empty()) accept(varied, checked, fmt::format("in try {}", repetition.tries()));
    }
  }

  // Where a map is a constant, fused cells leave out the rounding that the original's operations make of it, whose sign
  // decides what a ReLU behind it passes back (oneshot.md T16). In float32 oneDNN rounds otherwise, too.
  bool compute_by_operation(CheckedCase& checked) const {
    const network::ReferenceKernels kernels;
    CheckedCase other;
    run(other);
    if (!other.failed.empty()) return false;
    accept(other, checked, "operation by operation");
    return true;
  }

  static void accept(CheckedCase& repeated, CheckedCase& checked, const std::string& how) {
    repeated.name = checked.name;
    repeated.how = how;
    checked = std::move(repeated);
  }

  const CaseKind& kind_;
  RecordedCase& recorded_;
  bool fast_, single_;
};

CheckedCase check_case(const fs::path& folder, const std::string& name, const CheckOptions& options,
                       at::Device device) {
  return checked(name, [&](CheckedCase& checked) {
    RecordedCase recorded(folder, device);
    const CaseKind* const kind = find_kind(recorded.index());
    checked.known = kind != nullptr;
    if (kind == nullptr) return;
    if (device.is_mps() && type_of(recorded) == "f64") {
      checked.left_out = fmt::format("device '{}' has no float64", device.str());
      return;
    }
    CheckedKind(*kind, recorded, options).check(checked);
    checked.unread = recorded.unread();
  });
}

class Folder {
 public:
  Folder(const fs::path& root, const CheckOptions& options, at::Device device,
         const std::function<void(const CheckedCase&)>& report)
      : root_(root), options_(options), device_(device), report_(report) {
    if (fs::is_regular_file(root / "index.json")) files_.push_back(root / "index.json");
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
      if (entry.is_regular_file()) files_.push_back(entry.path());
    }
    std::sort(files_.begin(), files_.end());
    files_.erase(std::unique(files_.begin(), files_.end()), files_.end());
  }

  int check() {
    for (const fs::path& file : files_) {
      if (file.filename() == "index.json") {
        done(check_case(file.parent_path(), relative(file.parent_path()), options_, device_), file.parent_path());
      } else if (file.extension() == ".json" && file.filename() != "manifest.json") {
        check_file(file);
      }
    }
    const int cases = cases_;
    for (const fs::path& file : files_) {
      if (file.filename() == "manifest.json") check_list(file);
    }
    if (cases > 0) report_left_over();
    return cases;
  }

 private:
  std::string relative(const fs::path& path) const {
    return path == root_ ? root_.filename().string() : path.lexically_relative(root_).string();
  }

  void done(const CheckedCase& checked, const fs::path& folder) {
    ++cases_;
    covered_.insert(folder);
    report_(checked);
  }

  // Of a file that describes those beside it the folder is the case.
  void check_file(const fs::path& file) {
    const fs::path folder = file.parent_path();
    const FileKind* kind = nullptr;
    CheckedCase checked = oneshot::checked(relative(file), [&](CheckedCase& one) {
      const network::RecordedIndex index(file);
      kind = find_file_kind(index.root());
      one.known = kind != nullptr;
      if (kind == nullptr) return;
      add(one, kind->check(folder, index.root(), device_));
      one.unread = index.unread();
    });
    if (kind != nullptr && kind->covers_folders_below) covered_below_.push_back(folder);
    if (kind != nullptr && kind->covers_files_beside) checked.name = relative(folder);
    done(checked, folder);
  }

  void check_list(const fs::path& file) {
    const CheckedCase checked = oneshot::checked(relative(file), [&](CheckedCase& one) {
      const network::RecordedIndex index(file);
      add(one,
          check_manifest(file.parent_path(), index.root(), [&](const fs::path& folder) { return covers(folder); }));
      one.unread = index.unread();
    });
    report_(checked);
  }

  bool covers(const fs::path& folder) const {
    if (covered_.contains(folder)) return true;
    return std::any_of(covered_below_.begin(), covered_below_.end(),
                       [&](const fs::path& above) { return folder.string().starts_with((above / "").string()); });
  }

  // Recorded files in folders where there is no case.
  void report_left_over() {
    std::map<fs::path, int> left;
    for (const fs::path& file : files_) {
      const std::string kind = file.extension().string();
      const bool is_recorded = kind == ".npy" || kind == ".pth";
      if (is_recorded && !covers(file.parent_path())) ++left[file.parent_path()];
    }
    for (const auto& [folder, count] : left) {
      CheckedCase unknown;
      unknown.name = relative(folder);
      unknown.failed = fmt::format("{} files without an index.json or expected.json", count);
      report_(unknown);
    }
  }

  fs::path root_;
  const CheckOptions& options_;
  at::Device device_;
  const std::function<void(const CheckedCase&)>& report_;
  std::vector<fs::path> files_;
  int cases_ = 0;
  std::set<fs::path> covered_;
  std::vector<fs::path> covered_below_;
};

}  // namespace

void check_folder(const fs::path& folder, const CheckOptions& options,
                  const std::function<void(const CheckedCase&)>& report) {
  const at::Device device = network::find_device(options.device);
  network::use_full_precision(device);
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error || !fs::is_directory(root)) throw Error(fmt::format("{} is no folder", folder.string()));
  if (Folder(root, options, device, report).check() > 0) return;
  throw Error(fmt::format("{} holds no recorded case: no folder with an index.json", folder.string()));
}

}  // namespace cellar::oneshot
