#include "experiments/networks/check_oneshot_command.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/errors.hpp"
#include "searchers/oneshot/checks/check_folder.hpp"

namespace cellar {

namespace {

using oneshot::CheckedCase;

struct Request {
  std::string folder, device = "cpu";
  bool fast = false, unread = false;
};

Request parse(const std::vector<std::string>& args) {
  Request request;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const std::string& arg = args[i];
    if (arg == "--device") {
      if (++i == args.size()) throw Error("--device needs one of auto, cpu, cuda, cuda:1 and mps");
      request.device = args[i];
    } else if (arg == "--fast") {
      request.fast = true;
    } else if (arg == "--unread") {
      request.unread = true;
    } else if (request.folder.empty()) {
      request.folder = arg;
    } else {
      throw Error(fmt::format("cellar check oneshot takes one FOLDER, not also '{}'", arg));
    }
  }
  if (request.folder.empty()) throw Error("cellar check oneshot needs one FOLDER of recorded cases");
  return request;
}

std::string describe(const CheckedCase& checked) {
  if (!checked.known) return "not checked: there is no check for this kind of case";
  if (!checked.left_out.empty()) return "left out: " + checked.left_out;
  if (checked.compared == 0) return "FAILED  " + checked.failed;
  std::string text = fmt::format("{:>5} compared, largest deviation {:.1e}{}", checked.compared, checked.worst,
                                 checked.worst == 0 ? "" : " (" + checked.where + ")");
  if (checked.undecided > 0) text += fmt::format(", {} undecided by rounding", checked.undecided);
  if (!checked.how.empty()) text += ", " + checked.how;
  if (!checked.failed.empty())
    text = fmt::format("{}  {}; {}", checked.drifts ? "drifts" : "FAILED", checked.failed, text);
  return text;
}

// The first few of what is not used, or all.
void print(const CheckedCase& checked, bool all_unread) {
  fmt::print("{:<44} {}", checked.name, describe(checked));
  const std::size_t count = checked.unread.size();
  if (count > 0) fmt::print("; {} not used{}", count, all_unread ? "" : ": " + checked.unread.front());
  if (count > 1 && !all_unread) fmt::print(", …");
  fmt::print("\n");
  if (!all_unread) return;
  for (const std::string& name : checked.unread) fmt::print("    not used: {}\n", name);
}

int check(const Request& request) {
  int passed = 0, repeated = 0, failed = 0, drifting = 0, unknown = 0, left_out = 0;
  std::size_t unread = 0;
  int undecided = 0;
  oneshot::check_folder(request.folder, {.fast = request.fast, .device = request.device},
                        [&](const CheckedCase& checked) {
                          print(checked, request.unread);
                          unread += checked.unread.size();
                          undecided += checked.undecided;
                          if (checked.failed.empty() && !checked.how.empty()) ++repeated;
                          ++(!checked.known              ? unknown
                             : !checked.left_out.empty() ? left_out
                             : checked.failed.empty()    ? passed
                             : checked.drifts            ? drifting
                                                         : failed);
                        });
  fmt::print("{} cases as recorded, {} not, {} without a check", passed, failed, unknown);
  if (left_out > 0) fmt::print("; {} in float64 left out, which the device does not have", left_out);
  if (repeated > 0) fmt::print("; {} of them when computed once more", repeated);
  if (drifting > 0) fmt::print("; {} in float32 drift with the fast kernels", drifting);
  if (undecided > 0) fmt::print("; {} tensors and numbers are undecided, hidden by rounding", undecided);
  if (unread > 0) fmt::print("; {} recorded values were not used", unread);
  fmt::print("\n");
  return failed + unknown > 0 ? 1 : 0;
}

}  // namespace

Command make_check_oneshot_command() {
  return {"check-oneshot", "what the original computed with shared weights, computed again",
          [](const std::vector<std::string>& args) { return check(parse(args)); }};
}

}  // namespace cellar
