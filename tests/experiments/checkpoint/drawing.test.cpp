#include "experiments/checkpoint/drawing.hpp"

#include <cmath>
#include <iostream>

#include "core/errors.hpp"
#include "experiments/report/gnuplot.hpp"
#include "tests/catch.hpp"
#include "tests/experiments/checkpoint/checkpoints.hpp"

namespace cellar {

namespace {

SearchPicture picture() {
  SearchPicture made;
  made.title = "it's a search";
  made.last_cell = Nb201().parse(test::kAllSkip);
  made.last_cell_title = "the last cell";
  made.dataset = "cifar10";
  made.optimum = 94.37;
  for (int epoch = 0; epoch < 3; ++epoch) {
    JudgedCell cell;
    cell.number = epoch;
    cell.skip_connects = epoch;
    cell.cell = epoch == 2 ? test::kAllSkip : test::kAllConv;
    cell.seen = epoch == 1 ? std::nan("") : 50;
    cell.truth.test = 90 - epoch;
    made.cells.push_back(cell);
  }
  made.alphas.push_back({3, softmax({{0, 1, 0, 0, 0}, {0, 0, 0, 0, 0}, {0, 0, 0, 0, 0}})});
  return made;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("A picture has the panels that there is something for") {
  SearchPicture made = picture();
  const auto panels = [&] { return count(search_script(made, PlotTarget::Kind::svg), "set origin"); };
  CHECK(panels() == 4);
  made.alphas.push_back({4, made.alphas[0].weights});
  CHECK(panels() == 5);
  made.alphas.clear();
  CHECK(panels() == 3);
  made.cells.clear();
  CHECK(panels() == 1);
}

TEST_CASE("Each edge has the colour of its operation after each epoch") {
  const std::string script = search_script(picture(), PlotTarget::Kind::svg);
  CHECK(count(script, " 0x0072b2\n") == 12);  // two epochs of 3x3 convolutions
  CHECK(count(script, " 0x6b6b6b\n") == 6);   // one of skip connections
}

TEST_CASE("gnuplot draws a search as SVG, with the operations of the last cell and the figures of the alphas") {
  try {
    const std::string svg = run_gnuplot(search_script(picture(), PlotTarget::Kind::svg));
    CHECK(svg.starts_with("<?xml"));
    CHECK(count(svg, ">skip_connect<") >= 6);
    for (const char* part : {"0.405 *", "0.200 *", "0.149", "the last cell", "it's a search", "optimum 94.37"}) {
      CHECK_THAT(svg, ContainsSubstring(part));
    }
  } catch (const Error& error) {
    const std::string said = error.what();
    REQUIRE_THAT(said, ContainsSubstring("not installed"));
    std::cout << "SKIPPED: " << said << '\n';
  }
}

}  // namespace cellar
