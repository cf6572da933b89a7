#pragma once

#include <string>
#include <vector>

namespace cellar {

// Rows of cells, the first column flush left and the others flush right, columns two spaces apart. Cells are UTF-8 of
// characters one column wide; rows may be short.
std::string text_table(const std::vector<std::vector<std::string>>& rows);

}  // namespace cellar
