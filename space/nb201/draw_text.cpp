#include <array>
#include <string_view>
#include <vector>

#include "space/nb201/draw.hpp"

namespace cellar::nb201 {

namespace {

constexpr int kSpacing = 23;  // columns from node to node; a node "(0)" takes three of them
constexpr int kColumns = 3 * kSpacing + 3;
constexpr int kNodeRow = 3;

// A grid of characters, each with the escape sequence of its colour.
class Canvas {
 public:
  explicit Canvas(int rows) : rows_(rows) {}

  void put(int row, int column, std::string_view glyph, std::string_view colour) {
    rows_[row][column] = {glyph, colour};
  }

  // A line from column to column, both included, with a word in its middle.
  void line(int row, int first, int last, std::string_view word, std::string_view colour) {
    for (int column = first; column <= last; ++column) put(row, column, "─", colour);
    const int begin = first + (last - first + 1 - static_cast<int>(word.size())) / 2;
    put(row, begin - 1, " ", colour);
    for (std::size_t letter = 0; letter < word.size(); ++letter) {
      put(row, begin + static_cast<int>(letter), word.substr(letter, 1), colour);
    }
    put(row, begin + static_cast<int>(word.size()), " ", colour);
  }

  // Without the rows and the ends of rows that are blank.
  std::string text(bool colours) const {
    std::string text;
    for (const Row& row : rows_) {
      int length = kColumns;
      while (length > 0 && row[length - 1].glyph == " ") --length;
      if (length > 0) append_row(text, row, length, colours);
    }
    return text;
  }

 private:
  struct Glyph {
    std::string_view glyph = " ";
    std::string_view colour;
  };
  using Row = std::array<Glyph, kColumns>;

  static void append_row(std::string& text, const Row& row, int length, bool colours) {
    constexpr std::string_view kPlain = "\x1b[0m";
    std::string_view present;
    for (int column = 0; column < length; ++column) {
      const Glyph& glyph = row[column];
      if (colours && glyph.colour != present) text += glyph.colour.empty() ? kPlain : glyph.colour;
      present = glyph.colour;
      text += glyph.glyph;
    }
    if (colours && !present.empty()) text += kPlain;
    text += '\n';
  }

  std::vector<Row> rows_;
};

// How the edge leaves the row of the nodes: it turns at `row`, above or below, and stands on the nodes at these
// offsets.
struct Route {
  int row, from_offset, to_offset;
};

constexpr std::array<Route, kEdges.size()> kRoutes = {
    {{kNodeRow, 0, 0}, {1, 2, 1}, {kNodeRow, 0, 0}, {0, 0, 1}, {kNodeRow + 2, 1, 1}, {kNodeRow, 0, 0}}};

void draw_edge(Canvas& canvas, std::size_t edge, Operation op) {
  const Route& route = kRoutes[edge];
  const std::string_view colour = pen(op).terminal;
  int first = kSpacing * kEdges[edge].from + route.from_offset;
  int last = kSpacing * kEdges[edge].to + route.to_offset;
  if (route.row == kNodeRow) {
    canvas.line(kNodeRow, first + 3, last - 2, operation_name(op), colour);
    canvas.put(kNodeRow, last - 1, "▶", colour);
    return;
  }
  const bool above = route.row < kNodeRow;
  const int step = above ? 1 : -1;
  canvas.line(route.row, first + 1, last - 1, operation_name(op), colour);
  canvas.put(route.row, first, above ? "┌" : "└", colour);
  canvas.put(route.row, last, above ? "┐" : "┘", colour);
  for (int row = route.row + step; row != kNodeRow; row += step) {
    canvas.put(row, first, "│", colour);
    canvas.put(row, last, row + step == kNodeRow ? (above ? "▼" : "▲") : "│", colour);
  }
}

}  // namespace

std::string draw_text(const Architecture& cell, bool colours) {
  Canvas canvas(kNodeRow + 3);
  constexpr std::string_view kDigits = "0123";
  for (int node = 0; node < kNodes; ++node) {
    canvas.put(kNodeRow, kSpacing * node, "(", {});
    canvas.put(kNodeRow, kSpacing * node + 1, kDigits.substr(node, 1), {});
    canvas.put(kNodeRow, kSpacing * node + 2, ")", {});
  }
  for (std::size_t edge = 0; edge < kEdges.size(); ++edge) {
    const Operation op = operation(cell, edge);
    if (op != Operation::none) draw_edge(canvas, edge, op);
  }
  return canvas.text(colours);
}

}  // namespace cellar::nb201
