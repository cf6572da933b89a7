#include "experiments/report/plot_layout.hpp"

#include <fmt/format.h>

#include <numeric>

namespace cellar {

namespace {

constexpr std::size_t kAlone = 860, kAmongOthers = 620, kBeside = 260;     // widths
constexpr std::size_t kAloneHeight = 560, kRowHeight = 480, kBelow = 340;  // of one row, of several
constexpr std::size_t kLegendLine = 20;

}  // namespace

PlotLayout plot_layout(std::size_t across, const std::vector<std::size_t>& legends, bool beside) {
  PlotLayout layout;
  layout.across = across;
  layout.width = (across == 1 ? kAlone : kAmongOthers * across) + (beside ? kBeside * across : 0);
  if (legends.size() == 1) {
    layout.rows = {across == 1 ? kAloneHeight : kRowHeight};
  } else {
    for (const std::size_t lines : legends) layout.rows.push_back(kBelow + kLegendLine * lines);
  }
  layout.height = std::accumulate(layout.rows.begin(), layout.rows.end(), std::size_t{0});
  return layout;
}

std::string PlotLayout::place(std::size_t panel) const {
  const std::size_t row = panel / across;
  const auto last = rows.begin() + static_cast<std::ptrdiff_t>(row) + 1;
  const std::size_t down = std::accumulate(rows.begin(), last, std::size_t{0});
  const auto share = [&](std::size_t part) { return static_cast<double>(part) / static_cast<double>(height); };
  return fmt::format("set origin {:.6g},{:.6g}\nset size {:.6g},{:.6g}\n",
                     static_cast<double>(panel % across) / static_cast<double>(across), share(height - down),
                     1 / static_cast<double>(across), share(rows[row]));
}

}  // namespace cellar
