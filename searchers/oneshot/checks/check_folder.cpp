#include "searchers/oneshot/checks/check_folder.hpp"

#include <c10/util/Exception.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <string_view>

#include "core/errors.hpp"
#include "searchers/oneshot/checks/check_beta_darts.hpp"
#include "searchers/oneshot/checks/check_cells.hpp"
#include "searchers/oneshot/checks/check_controller.hpp"
#include "searchers/oneshot/checks/check_dirichlet.hpp"
#include "searchers/oneshot/checks/check_search_evaluation.hpp"
#include "searchers/oneshot/checks/check_search_steps.hpp"
#include "space/network/checks/check_cell_network.hpp"
#include "space/network/checks/check_data.hpp"
#include "space/network/checks/check_layers.hpp"
#include "space/network/checks/check_proxies.hpp"
#include "space/network/checks/check_supernet.hpp"

namespace cellar::oneshot {

namespace {

namespace fs = std::filesystem;
using network::Comparison;
using network::RecordedCase;

// Which check a case has: by the folder that it is in and the beginning of its own name.
struct Kind {
  std::string_view folder, begin;
  Comparison (*check)(const RecordedCase&);
};

constexpr std::array kKinds = {
    Kind{"ops", "head_ce", network::check_head},
    Kind{"ops", "", network::check_layer},
    Kind{"cell_net", "net", network::check_cell_network},
    Kind{"cell_net", "train", network::check_training},
    Kind{"supernet", "", network::check_supernet_passes},
    Kind{"supernet", "", check_search_steps},
    Kind{"supernet_nb201", "", network::check_nb201_supernet_passes},
    Kind{"supernet_nb201", "", check_search_steps},
    Kind{"darts_unrolled", "", check_unrolled},
    Kind{"search_eval", "", check_search_evaluation},
    Kind{"gdas_sampling", "", check_gdas_sampling},
    Kind{"setn", "", check_setn},
    Kind{"enas", "controller", check_controller},
    Kind{"enas", "train_controller", check_controller_training},
    Kind{"derive", "", check_derive},
    Kind{"beta_darts", "mlc", check_beta_regulariser},
    Kind{"beta_darts", "arch_step", check_beta_steps},
    Kind{"drnas", "", check_dirichlet},
    Kind{"", "proxies", network::check_proxies},
};

void add(CheckedCase& checked, const Comparison& comparison) {
  checked.compared += comparison.compared();
  if (!(comparison.worst() <= checked.worst)) {
    checked.worst = comparison.worst();
    checked.where = comparison.where();
  }
  if (checked.failed.empty()) checked.failed = comparison.failed();
}

// Runs checks and puts what they throw into words: what is damaged in a case does not keep the others from being read.
template <class Run>
CheckedCase checked(const std::string& name, const Run& run) {
  CheckedCase checked;
  checked.name = name;
  try {
    run(checked);
    if (checked.known && checked.compared == 0 && checked.failed.empty()) checked.failed = "nothing to compare";
  } catch (const c10::Error& error) {
    checked.failed = error.what_without_backtrace();
  } catch (const std::exception& error) {
    checked.failed = error.what();
  }
  return checked;
}

CheckedCase check_case(const fs::path& path, const std::string& name) {
  return checked(name, [&](CheckedCase& checked) {
    const std::string own = path.filename().string(), folder = path.parent_path().filename().string();
    checked.known = false;
    for (const Kind& kind : kKinds) {
      if (!own.starts_with(kind.begin) || (!kind.folder.empty() && folder != kind.folder)) continue;
      checked.known = true;
      const bool has_layer_check = checked.compared > 0 && kind.folder == "ops";  // the first that fits
      if (!has_layer_check) add(checked, kind.check(RecordedCase(path)));
    }
  });
}

}  // namespace

void check_folder(const fs::path& folder, const std::function<void(const CheckedCase&)>& report) {
  std::error_code error;
  const fs::path root = fs::canonical(folder, error);
  if (error || !fs::is_directory(root)) throw Error(fmt::format("{} is no folder", folder.string()));
  std::vector<fs::path> files;
  if (fs::exists(root / "index.json")) files.push_back(root / "index.json");
  for (const auto& entry : fs::recursive_directory_iterator(root)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  files.erase(std::unique(files.begin(), files.end()), files.end());
  int cases = 0;
  const auto relative = [&](const fs::path& path) {
    return path == root ? root.filename().string() : path.lexically_relative(root).string();
  };
  for (const fs::path& file : files) {
    const fs::path parent = file.parent_path();
    const bool is_data = file.filename() == "expected.json" && fs::exists(parent / "transforms");
    if (file.filename() == "index.json" && parent.filename() != "transforms") {
      report(check_case(parent, relative(parent)));
    } else if (is_data) {
      report(checked(relative(parent), [&](CheckedCase& one) { add(one, network::check_data(parent)); }));
    } else if (file.filename() == "gen_all_order.json") {
      report(checked(relative(file), [&](CheckedCase& one) { add(one, check_generation_order(file)); }));
    } else {
      continue;
    }
    ++cases;
  }
  if (cases == 0) throw Error(fmt::format("{} holds no recorded case: no folder with an index.json", folder.string()));
}

}  // namespace cellar::oneshot
