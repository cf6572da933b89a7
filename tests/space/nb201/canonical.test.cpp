#include <map>
#include <set>
#include <thread>
#include <vector>

#include "space/nb201.hpp"
#include "space/nb201/isomorphism.hpp"
#include "tests/catch.hpp"

using cellar::Architecture;
using cellar::Nb201;

TEST_CASE("nb201's canonical cells are 6,466: the first of each class in index order") {
  const Nb201 space;
  std::map<std::string, Architecture> first;
  int wrong = 0;
  std::set<std::uint64_t> representatives;
  for (std::uint64_t index = 0; index < space.size(); ++index) {
    const Architecture cell = space.at(index);
    const Architecture expected = first.emplace(cellar::nb201::unique_string(cell), cell).first->second;
    if (space.canonical(cell) != expected) ++wrong;
    representatives.insert(space.index(space.canonical(cell)));
  }
  CHECK(wrong == 0);
  CHECK(representatives.size() == 6466);
}

TEST_CASE("nb201's canonical form is its own canonical form and never has a higher index") {
  const Nb201 space;
  int wrong = 0;
  for (std::uint64_t index = 0; index < space.size(); ++index) {
    const Architecture canonical = space.canonical(space.at(index));
    if (space.canonical(canonical) != canonical || space.index(canonical) > index) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("Threads that ask a new nb201 for canonical forms at once get the same ones") {
  const Nb201 space;
  std::vector<std::vector<Architecture>> answers(4);
  std::vector<std::thread> threads;
  for (auto& answer : answers) {
    threads.emplace_back([&space, &answer] {
      for (std::uint64_t index = 0; index < 2000; ++index) answer.push_back(space.canonical(space.at(index)));
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& answer : answers) CHECK(answer == answers.front());
}
