#include "core/trace/incumbent.hpp"

#include "tests/catch.hpp"

using namespace cellar;

namespace {

struct Seen {
  double value;
  int epochs;
};

// Which of them is the incumbent after all.
std::optional<int> best_of(const std::vector<Seen>& all, Incumbent<int> incumbent = {}) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    incumbent.see(static_cast<int>(i), all[i].value, {all[i].epochs, 12});
  }
  return incumbent.best();
}

}  // namespace

TEST_CASE("The incumbent is the best, the first of equals, at the most epochs seen so far") {
  CHECK_FALSE(best_of({}));
  CHECK(best_of({{50, 12}, {40, 12}, {60, 12}, {60, 12}}) == 2);
  CHECK(best_of({{50, 1}, {20, 4}, {90, 1}}) == 1);  // more epochs win, fewer never
  CHECK(best_of({{50, 1}, {20, 4}, {30, 4}, {10, 12}, {99, 4}}) == 3);
}

TEST_CASE("A failed evaluation is no incumbent") {
  Incumbent<int> incumbent;
  incumbent.see(0, std::nullopt, {12, 12});
  CHECK_FALSE(incumbent.best());
  incumbent.see(1, 5, {1, 12});
  CHECK(incumbent.best() == 1);
}

TEST_CASE("The incumbent of what is to be small is the smallest") {
  Objective objective;
  objective.maximise = false;
  CHECK(best_of({{50, 12}, {40, 12}, {60, 12}}, {objective, Incumbent<int>::Counts::most_epochs}) == 1);
}

TEST_CASE("Where only the full number of epochs counts, nothing else is an incumbent") {
  const Incumbent<int> full({}, Incumbent<int>::Counts::full, {12, 12});
  CHECK_FALSE(best_of({{50, 1}, {20, 4}}, full));
  CHECK(best_of({{50, 1}, {20, 12}, {90, 4}}, full) == 1);
}
