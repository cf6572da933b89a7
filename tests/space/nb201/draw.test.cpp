#include "space/nb201/draw.hpp"

#include <fmt/format.h>

#include <sstream>
#include <vector>

#include "space/nb201.hpp"
#include "tests/catch.hpp"

using cellar::Architecture;
using cellar::Nb201;
using cellar::nb201::draw_dot;
using cellar::nb201::draw_svg;
using cellar::nb201::draw_text;
using cellar::nb201::kOperationNames;

namespace {

int count(const std::string& text, const std::string& part) {
  int found = 0;
  for (std::size_t place = text.find(part); place != std::string::npos; place = text.find(part, place + 1)) ++found;
  return found;
}

int count_edges(const Architecture& cell, int op) {
  int edges = 0;
  for (const std::uint8_t choice : cell.choices()) edges += choice == op ? 1 : 0;
  return edges;
}

struct Box {
  double x, y, width, height;
};

// The elements "<name …>" of a picture, without the brackets.
std::vector<std::string> elements(const std::string& svg, const std::string& name) {
  std::vector<std::string> found;
  const std::string opening = fmt::format("<{} ", name);
  for (std::size_t place = svg.find(opening); place != std::string::npos; place = svg.find(opening, place + 1)) {
    found.push_back(svg.substr(place + 1, svg.find('>', place) - place - 1));
  }
  return found;
}

double attribute(const std::string& element, const std::string& name) {
  const std::string opening = fmt::format(" {}=\"", name);
  return std::stod(element.substr(element.find(opening) + opening.size()));
}

// Those of the labels; the picture's background comes first and has no place.
std::vector<Box> label_boxes(const std::string& svg) {
  std::vector<Box> boxes;
  for (const std::string& rect : elements(svg, "rect")) {
    if (rect.find(" x=") == std::string::npos) continue;
    boxes.push_back({attribute(rect, "x"), attribute(rect, "y"), attribute(rect, "width"), attribute(rect, "height")});
  }
  return boxes;
}

std::string without_colours(std::string text) {
  for (std::size_t place = text.find('\x1b'); place != std::string::npos; place = text.find('\x1b')) {
    text.erase(place, text.find('m', place) - place + 1);
  }
  return text;
}

bool apart(const Box& a, const Box& b) {
  return a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y;
}

// Columns: bytes that do not continue a UTF-8 character.
int columns(const std::string& line) {
  int found = 0;
  for (const char c : line) found += (static_cast<unsigned char>(c) & 0xc0U) != 0x80U ? 1 : 0;
  return found;
}

}  // namespace

TEST_CASE("The text picture of a cell shows its nodes in a row and every edge with its operation") {
  CHECK(draw_text({3, 3, 4, 1, 3, 1}) ==
        "┌─────────────────────────── skip_connect ────────────────────────────┐\n"
        "│ ┌─────────────── nor_conv_3x3 ───────────────┐                      │\n"
        "│ │                                            ▼                      ▼\n"
        "(0)── nor_conv_3x3 ───▶(1)── avg_pool_3x3 ───▶(2)── skip_connect ───▶(3)\n"
        "                        │                                             ▲\n"
        "                        └─────────────── nor_conv_3x3 ────────────────┘\n");
}

TEST_CASE("The text picture leaves out edges that are none, and lines that are blank") {
  CHECK(draw_text({4, 1, 0, 0, 0, 1}) ==
        "  ┌─────────────── skip_connect ───────────────┐\n"
        "  │                                            ▼\n"
        "(0)── avg_pool_3x3 ───▶(1)                    (2)── skip_connect ───▶(3)\n");
  CHECK(draw_text({0, 0, 0, 0, 0, 0}) == "(0)                    (1)                    (2)                    (3)\n");
}

TEST_CASE("All 15,625 text pictures fit 72 columns and name each operation as often as the cell has it") {
  const Nb201 space;
  int wrong = 0;
  for (std::uint64_t index = 0; index < space.size(); ++index) {
    const Architecture cell = space.at(index);
    const std::string text = draw_text(cell);
    for (int op = 1; op < 5; ++op) {
      if (count(text, std::string(kOperationNames[op])) != count_edges(cell, op)) ++wrong;
    }
    if (count(text, "▶") + count(text, "▼") + count(text, "▲") != 6 - count_edges(cell, 0)) ++wrong;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) wrong += columns(line) > 72 || line.back() == ' ' ? 1 : 0;
  }
  CHECK(wrong == 0);
}

TEST_CASE("The coloured text picture is the plain one once the colours are taken out, and ends without a colour") {
  const Nb201 space;
  for (std::uint64_t index = 0; index < 200; ++index) {
    const std::string coloured = draw_text(space.at(index), true);
    CHECK(without_colours(coloured) == draw_text(space.at(index)));
    std::istringstream lines(coloured);
    for (std::string line; std::getline(lines, line);) {
      const std::size_t last = line.rfind("\x1b[");
      CHECK((last == std::string::npos || line.substr(last, 4) == "\x1b[0m"));
    }
  }
}

TEST_CASE("The SVG has an arrow head and a label for each edge but none, and four nodes") {
  const Nb201 space;
  for (std::uint64_t index = 0; index < 500; ++index) {
    const Architecture cell = space.at(index);
    const std::string svg = draw_svg(cell);
    CHECK(count(svg, "<polygon") == 6 - count_edges(cell, 0));
    CHECK(count(svg, "<path") == 6);
    CHECK(count(svg, "stroke-dasharray") == count_edges(cell, 0));
    CHECK(count(svg, "<circle") == 4);
    for (int op = 0; op < 5; ++op) {
      const int labels = count(svg, fmt::format(">{}</text>", kOperationNames[op]));
      CHECK(labels == (op == 0 ? 0 : count_edges(cell, op)));
    }
  }
}

TEST_CASE("The SVG's labels overlap neither each other nor a node, and lie inside the picture") {
  const std::string svg = draw_svg({1, 1, 1, 1, 1, 1});
  std::vector<Box> boxes = label_boxes(svg);
  REQUIRE(boxes.size() == 6);
  for (const Box& box : boxes) {
    CHECK((box.x >= 0 && box.y >= 0 && box.x + box.width <= 820 && box.y + box.height <= 350));
  }
  for (const std::string& circle : elements(svg, "circle")) {
    const double radius = attribute(circle, "r");
    boxes.push_back({attribute(circle, "cx") - radius, attribute(circle, "cy") - radius, 2 * radius, 2 * radius});
  }
  REQUIRE(boxes.size() == 10);
  for (std::size_t a = 0; a < boxes.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) CHECK(apart(boxes[a], boxes[b]));
  }
}

TEST_CASE("The SVG closes every element that it opens and links to nothing") {
  const std::string svg = draw_svg({0, 1, 2, 3, 4, 0});
  for (const std::string element : {"svg", "g", "text", "title"}) {
    CHECK(count(svg, fmt::format("<{} ", element)) + count(svg, fmt::format("<{}>", element)) ==
          count(svg, fmt::format("</{}>", element)));
  }
  CHECK(count(svg, "href") == 0);
  CHECK(count(svg, "<script") == 0);
}

TEST_CASE("The DOT picture has all six edges, those of none without label and arrow") {
  const std::string dot = draw_dot({0, 1, 2, 3, 4, 0});
  CHECK(count(dot, "->") == 6);
  CHECK(count(dot, "0 -> 2 [label=\"skip_connect\"") == 1);
  CHECK(count(dot, "0 -> 1 [style=dashed, arrowhead=none") == 1);
  CHECK(count(dot, "2 -> 3 [style=dashed, arrowhead=none") == 1);
  CHECK(count(dot, "label=\"none\"") == 0);
}
