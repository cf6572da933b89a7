#pragma once

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "core/table/table.hpp"
#include "core/table/writer.hpp"
#include "tests/folder.hpp"

namespace cellar::test {

struct ToyRow {
  double end;
  std::string incumbent;
  std::string recommended = "";
  std::string status = "ok";
};

// A folder that holds a table "toy" of eight architectures and two data sets, and a folder of made-up runs over it.
class ToyRuns {
 public:
  ToyRuns() {
    std::filesystem::create_directories(runs());
    NewTable toy;
    toy.space = "toy";
    for (int i = 0; i < 8; ++i) toy.architectures.push_back(std::to_string(i));
    for (const std::string dataset : {"pets", "cars"}) {
      const double shift = dataset == "pets" ? 0 : 10;
      toy.columns.push_back({dataset + ".test@200/200", per_cent(), "", 200, 1, figures(50 + shift)});
      toy.columns.push_back({dataset + ".valid@200/200", per_cent(), "", 200, 1, figures(40 + shift)});
      toy.columns.push_back({dataset + ".valid@12/12", per_cent(), "", 12, 1, figures(30 + shift)});
    }
    toy.columns[1].values[7] = NAN;  // pets.valid@200/200 of architecture 7 is missing
    write_table(toy, root() / "toy.table");
    table_ = open_table(root() / "toy.table");
  }

  // Eight different values; architecture 5 has the largest, base + 9.
  static std::vector<double> figures(double base) {
    std::vector<double> values;
    for (const double value : {3.0, 1.25, 4.5, 1.5, 6.0, 9.0, 2.0, 7.75}) values.push_back(base + value);
    return values;
  }

  const std::filesystem::path& root() const { return root_.path(); }
  std::filesystem::path runs() const { return root() / "runs"; }
  std::shared_ptr<const Table> table() const { return table_; }

  std::string head(const std::string& dataset, int seed, const std::string& budget = "100 seconds") const {
    return fmt::format(
        "# cellar trace 2\n# setting kind: search\n# setting table: toy\n# setting table_checksum: {:016x}\n"
        "# setting space: toy\n# setting dataset: {}\n# setting searcher: random\n# setting price: made up\n"
        "# setting budget: {}\n# setting workers: 1\n"
        "# setting objective: {}.valid@12/12; %; maximise; 0 to 100; one training seed\n# setting seed: {}\n"
        "# info truth: {}.valid@200/200\n# info truth: {}.test@200/200\n"
        "trial,status,worker,start_seconds,end_seconds,architecture,index,epochs,schedule,continues,{}.valid@12/12,"
        "cost_seconds,recommended,tag\n",
        table_->checksum(), dataset, budget, dataset, seed, dataset, dataset, dataset);
  }

  static std::string rows(const std::vector<ToyRow>& rows) {
    std::string text;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const ToyRow& row = rows[i];
      text += fmt::format("{},{},0,0,{},3,3,12,12,,{},1,{},0\n", i, row.status, row.end,
                          row.status == "ok" ? "31.5" : "", row.recommended.empty() ? row.incumbent : row.recommended);
    }
    return text;
  }

  std::filesystem::path file(const std::string& dataset, const std::string& searcher, int seed) const {
    return runs() / dataset / searcher / fmt::format("seed-{:06}.csv", seed);
  }

  void write(const std::filesystem::path& file, const std::string& text) const {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }

  void add(const std::string& dataset, const std::string& searcher, int seed, const std::vector<ToyRow>& run) const {
    write(file(dataset, searcher, seed), head(dataset, seed) + rows(run) + "# end: budget\n");
  }

  // A run that trains by itself, with columns of its own: a row for each epoch of ten seconds, which recommends 0, 1, …
  void add_own(const std::string& dataset, const std::string& searcher, int seed,
               const std::vector<std::string>& columns, const std::vector<std::vector<double>>& values) const {
    std::string text = head(dataset, seed);
    text.replace(text.find("kind: search"), 12, "kind: training");
    text.pop_back();
    for (const std::string& column : columns) text += ',' + column;
    text += '\n';
    for (std::size_t i = 0; i < values.size(); ++i) {
      text += fmt::format("{0},worked,0,{1},{2},,,,,,,10,{0},0", i, 10 * i, 10 * (i + 1));
      for (const double value : values[i]) text += std::isnan(value) ? "," : fmt::format(",{}", value);
      text += '\n';
    }
    write(file(dataset, searcher, seed), text + "# end: finished\n");
  }

 private:
  TemporaryFolder root_;
  std::shared_ptr<const Table> table_;
};

}  // namespace cellar::test
