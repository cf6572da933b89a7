#pragma once

#include <string>
#include <vector>

#include "core/architecture.hpp"
#include "experiments/checkpoint/checkpoint_facts.hpp"
#include "experiments/report/plot_script.hpp"

namespace cellar {

// Softmax of the alphas, [edge][operation], after so many epochs.
struct AlphasAt {
  int epochs;
  std::vector<std::vector<double>> weights;
};

// What is drawn of a search: its last cell, and what else there is.
struct SearchPicture {
  std::string title;
  Architecture last_cell;  // of NAS-Bench-201's space
  std::string last_cell_title;
  std::vector<JudgedCell> cells;  // of epochs, in order
  std::string dataset;            // that their test accuracies are of
  double optimum = 0;             // the table's best test accuracy [%]
  std::vector<AlphasAt> alphas;   // in order of epochs
};

// The gnuplot script: the cell, the last alphas as a heat map, test accuracy and skip connections by epoch, the
// operations of each edge by epoch, and, with alphas of several epochs, the mean share of each operation over them.
std::string search_script(const SearchPicture& picture, PlotTarget::Kind kind);

}  // namespace cellar
