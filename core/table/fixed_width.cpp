#include "core/table/fixed_width.hpp"

#include <algorithm>
#include <cstddef>

#include "core/errors.hpp"

namespace cellar {

std::string fixed_width(const std::vector<std::string>& texts) {
  std::size_t width = 1;
  for (const std::string& text : texts) width = std::max(width, text.size());
  std::string block(width * texts.size(), '\0');
  for (std::size_t i = 0; i < texts.size(); ++i) {
    require(texts[i].find('\0') == std::string::npos, "a text of a column holds no zero byte");
    std::copy(texts[i].begin(), texts[i].end(), block.begin() + static_cast<std::ptrdiff_t>(i * width));
  }
  return block;
}

}  // namespace cellar
