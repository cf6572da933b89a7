#include "space/nb201/paths.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "space/nb201.hpp"
#include "tests/catch.hpp"

using cellar::Architecture;
using cellar::Nb201;
using cellar::nb201::path_encoding;

namespace {

std::vector<std::size_t> ones(const Architecture& cell) {
  const std::vector<double> encoding = path_encoding(cell);
  std::vector<std::size_t> places;
  for (std::size_t place = 0; place < encoding.size(); ++place) {
    if (encoding[place] == 1.0) places.push_back(place);
  }
  return places;
}

}  // namespace

TEST_CASE("The path encoding has a one for each way: direct, over node 1, over node 2, over both") {
  // 0-1 is 1, 0-2 is 2, 1-2 is 3, 0-3 is 4, 1-3 is 0, 2-3 is 1
  CHECK(path_encoding({1, 2, 3, 4, 0, 1}).size() == 5 + 25 + 125);
  CHECK(ones({1, 2, 3, 4, 0, 1}) == std::vector<std::size_t>{4, 5 + 1 + 5 * 0, 5 + 2 + 5 * 1, 30 + 1 + 5 * 3 + 25 * 1});
}

TEST_CASE("Two equal ways over nodes 1 and 2 share their one") {
  CHECK(ones({2, 2, 0, 0, 3, 3}) == std::vector<std::size_t>{0, 5 + 2 + 5 * 3, 30 + 2 + 5 * 0 + 25 * 3});
}

// The set of operation sequences, collected without numbering them.
TEST_CASE("Two cells have the same path encoding exactly if they have the same sequences of operations") {
  const Nb201 space;
  std::map<std::vector<std::size_t>, std::set<std::vector<int>>> sequences_of;
  std::set<std::set<std::vector<int>>> all_sequences;
  int wrong = 0;
  for (std::uint64_t index = 0; index < space.size(); ++index) {
    const Architecture c = space.at(index);
    const std::set<std::vector<int>> sequences = {{c[3]}, {c[0], c[4]}, {c[1], c[5]}, {c[0], c[2], c[5]}};
    if (sequences_of.emplace(ones(c), sequences).first->second != sequences) ++wrong;
    all_sequences.insert(sequences);
  }
  CHECK(wrong == 0);
  CHECK(sequences_of.size() == all_sequences.size());
}
