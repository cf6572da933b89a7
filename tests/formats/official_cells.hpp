#pragma once

#include <filesystem>
#include <string>

#include "core/errors.hpp"
#include "core/formats/nas_bench/cell_source.hpp"
#include "core/table/records/encoded_cell.hpp"
#include "tests/folder.hpp"
#include "tests/formats/torch/pickles.hpp"

namespace cellar::test {

// Reads every cell of an official file or folder. "" if all is in order, else what the Error says; more than a line of
// it, or something left in the folder for what does not fit into memory, is said instead.
inline std::string complaint(const std::filesystem::path& path) {
  const TemporaryFolder scratch;
  std::string said;
  try {
    const auto source = open_cell_source(path, {scratch.path()});
    for (std::size_t i = 0; i < source->size(); ++i) encode(source->read(i, 0), true);
  } catch (const Error& error) {
    said = error.what();
    if (said.empty() || said.size() > 1000 || said.find('\n') != said.npos) return "not one line: " + said;
    if (!said.starts_with(path.string())) return "which file?: " + said;
  }
  return std::filesystem::is_empty(scratch.path()) ? said : "something is left behind";
}

// The same of a file of these bytes, without the name that begins what is said.
inline std::string complaint(const std::string& bytes) {
  const TemporaryFolder folder;
  const std::string file = (folder / "file").string();
  write_file(file, bytes);
  const std::string said = complaint(std::filesystem::path(file));
  return said.starts_with(file) ? said.substr(file.size()) : said;
}

// One trial, as an archive has it: small enough to try what happens to each of its bytes.
inline std::string trial(const std::string& latency = pickle::none()) {
  using namespace pickle;
  const auto value = [](double number) {
    std::string bytes = raw(number);
    return "G" + std::string(bytes.rbegin(), bytes.rend());
  };
  const auto epochs = [&](double number) {
    return dict({{integer(0), value(number)}, {integer(1), value(number + 1)}});
  };
  const auto evaluations = [&](double number) { return dict({{text("x-valid@1"), value(number)}}); };
  const std::string config = dict({{text("class_num"), integer(10)},
                                   {text("channel"), integer(16)},
                                   {text("num_cells"), integer(5)},
                                   {text("arch_str"), text("|none~0|")}});
  return dict({{text("name"), text("pets")},
               {text("seed"), text("0777")},
               {text("epochs"), integer(2)},
               {text("flop"), value(1.5)},
               {text("params"), value(0.25)},
               {text("latency"), latency},
               {text("arch_config"), config},
               {text("net_state_dict"), none()},
               {text("train_acc1es"), epochs(50)},
               {text("train_acc5es"), epochs(90)},
               {text("train_losses"), epochs(1)},
               {text("train_times"), epochs(7)},
               {text("eval_names"), list({text("x-valid")})},
               {text("eval_acc1es"), evaluations(45)},
               {text("eval_losses"), evaluations(2)},
               {text("eval_times"), evaluations(3)}});
}

// {'2': …}, a cell that was trained for two epochs.
inline std::string cell(const std::string& seeds, const std::string& results) {
  using namespace pickle;
  return dict({{text("2"), dict({{text("arch_index"), integer(0)},
                                 {text("arch_str"), text("|none~0|")},
                                 {text("clear_net_done"), boolean(true)},
                                 {text("dataset_seed"), seeds},
                                 {text("all_results"), results}})}});
}

inline std::string cell() {
  using namespace pickle;
  return cell(dict({{text("pets"), list({integer(777)})}}), dict({{tuple({text("pets"), integer(777)}), trial()}}));
}

}  // namespace cellar::test
