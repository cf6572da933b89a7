#include <algorithm>
#include <exception>
#include <filesystem>
#include <iostream>
#include <vector>

#include "tests/folder.hpp"
#include "tests/fuzz/target.hpp"

// Feeds the files of the folders it is given to a fuzz target: what was found once is not there again, and what the
// seeds show works in every build, without libFuzzer.
//   replay_TARGET FOLDER…
int main(int argc, char* argv[]) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < argc; ++i) {
    if (!std::filesystem::is_directory(argv[i])) continue;
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (const auto& file : files) {
    const std::string input = cellar::test::read_file(file);
    try {
      LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
    } catch (const std::exception& error) {
      std::cout << file.string() << ": " << error.what() << '\n';
      return 1;
    }
  }
  std::cout << files.size() << " inputs\n";
  return files.empty() ? 1 : 0;
}
