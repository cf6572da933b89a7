#include "experiments/networks/check_oneshot_command.hpp"

#include <fmt/format.h>

#include "core/errors.hpp"
#include "searchers/oneshot/checks/check_folder.hpp"

namespace cellar {

namespace {

void print(const oneshot::CheckedCase& checked) {
  if (!checked.known) {
    fmt::print("{:<44} not checked: there is no check for this kind of case\n", checked.name);
  } else if (!checked.failed.empty()) {
    fmt::print("{:<44} FAILED  {}\n", checked.name, checked.failed);
  } else {
    fmt::print("{:<44} {:>5} compared, largest deviation {:.1e}{}\n", checked.name, checked.compared, checked.worst,
               checked.worst > 0 ? " (" + checked.where + ")" : "");
  }
}

}  // namespace

Command make_check_oneshot_command() {
  const auto run = [](const std::vector<std::string>& args) {
    if (args.size() != 1) throw Error("cellar check oneshot needs one FOLDER of recorded cases");
    int passed = 0, failed = 0, unknown = 0;
    oneshot::check_folder(args.front(), [&](const oneshot::CheckedCase& checked) {
      print(checked);
      ++(!checked.known ? unknown : checked.failed.empty() ? passed : failed);
    });
    fmt::print("{} cases as recorded, {} not, {} without a check\n", passed, failed, unknown);
    return failed > 0 ? 1 : 0;
  };
  return {"check-oneshot", "what the original computed with shared weights, computed again", run};
}

}  // namespace cellar
