#include "experiments/program/network_module.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>

#include "core/errors.hpp"
#include "core/suggest.hpp"

namespace cellar {

namespace {

namespace fs = std::filesystem;

struct Named {
  const char* name;
  const char* summary;
};

constexpr std::array kSearchers = {"rsps", "darts", "gdas", "setn", "enas", "beta-darts", "drnas"};

constexpr std::array kCommands = {
    Named{"proxy", "judge cells without training"},
    Named{"train", "train the network of a cell as the benchmark does"},
    Named{"evaluate", "show images to trained weights of a cell"},
};

fs::path module_file() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return (program.parent_path() / CELLAR_LIBRARY_FOLDER / "libcellar_oneshot.so").lexically_normal();
}

// LibTorch and its libraries end the program where they find no memory while they are loaded.
bool has_memory_for_libtorch() {
  constexpr std::size_t kWanted = std::size_t{1} << 30;
  void* const place = ::mmap(nullptr, kWanted, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return place != MAP_FAILED && ::munmap(place, kWanted) == 0;
}

}  // namespace

void register_network_commands(Program& program) {
  for (const Named& command : kCommands) {
    const std::string name = command.name;
    program.commands.add({name, command.summary, [&program, name](const std::vector<std::string>& args) {
                            return network_command(program, name).run(args);
                          }});
  }
}

bool has_network_module() {
  std::error_code error;
  return fs::exists(module_file(), error);
}

void load_network_module(Program& program) {
  if (program.has_networks) return;
  if (!has_network_module()) {
    throw Error(fmt::format(
        "networks need LibTorch, and this program was built without it ({} is missing): install libtorch-dev and "
        "libopenblas0-pthread and build again with -DCELLAR_WITH_TORCH=ON",
        module_file().string()));
  }
  if (!has_memory_for_libtorch()) throw Error("networks need 1 GiB of memory; see 'ulimit -v'");
  try {
    load_module(module_file(), {program.searchers, program.spaces, program.network_commands, program.oracles,
                                program.tables, program.proxies});
  } catch (const Error& error) {
    throw Error(fmt::format("networks need LibTorch, install libtorch-dev and libopenblas0-pthread: {}", error.what()));
  }
  program.has_networks = true;
}

std::string network_searchers() { return fmt::format("{}", fmt::join(kSearchers, ", ")); }

void load_named_module(Program& program, const std::string& name) {
  if (std::find(kSearchers.begin(), kSearchers.end(), name) != kSearchers.end()) load_network_module(program);
}

void load_module_of(Program& program, const std::string& spelling) {
  const std::size_t begin = spelling.find_first_not_of(' ');
  const std::string name =
      spelling.substr(std::min(begin, spelling.size()), spelling.find_first_of(" (", begin) - begin);
  load_named_module(program, name);
  std::vector<std::string> known;
  for (const auto& entry : program.searchers.entries()) known.push_back(entry->name);
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  if (!program.has_networks) known.insert(known.end(), kSearchers.begin(), kSearchers.end());
  throw Error(unknown_name("searcher", name, known));
}

const Command& network_command(Program& program, const std::string& name) {
  load_network_module(program);
  return program.network_commands.at(name);
}

}  // namespace cellar
