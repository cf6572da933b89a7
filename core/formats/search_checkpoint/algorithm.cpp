#include "core/formats/search_checkpoint/algorithm.hpp"

#include <array>
#include <filesystem>
#include <utility>

#include "core/printable.hpp"

namespace cellar {

namespace {

// How the scripts of NAS-Bench-201 name the folders they save to.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kFolders = {{{"DARTS-V1", "darts-v1"},
                                                                                    {"DARTS-V2", "darts-v2"},
                                                                                    {"GDAS", "gdas"},
                                                                                    {"SETN", "setn"},
                                                                                    {"ENAS", "enas"},
                                                                                    {"RANDOM-NAS", "random"}}};

}  // namespace

std::string algorithm_of(const SearchCheckpoint& checkpoint) {
  const Settings& args = checkpoint.args;
  if (const std::string said = text_setting(args, "algo"); !said.empty()) return printable(said);
  if (!checkpoint.controller.empty()) return "enas";
  if (!checkpoint.architecture_optimizer) return "random";
  const std::string folder = std::filesystem::path(text_setting(args, "save_dir")).filename().string();
  for (const auto& [begin, algorithm] : kFolders) {
    if (folder.starts_with(begin)) return std::string(algorithm);
  }
  if (find_setting(args, "select_num")) return "setn";
  if (find_setting(args, "tau_max")) return "gdas";
  return find_setting(args, "gradient_clip") ? "darts-v1" : "";
}

}  // namespace cellar
