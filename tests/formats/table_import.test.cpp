#include "core/formats/table_import.hpp"

#include "core/errors.hpp"
#include "core/formats/nas_bench/usual_defaults.hpp"
#include "tests/catch.hpp"
#include "tests/core/table/sample_table.hpp"

namespace cellar {

namespace {

const GenericSpace kSpace("sample-space", {2, 3});
const test::TemporaryFolder kFolder;

Import import_text(const std::string& text, const SearchSpace& space = kSpace) {
  test::write_file(kFolder / "a.csv", text);
  return import_csv(kFolder / "a.csv", space);
}

Import import_noted(const std::string& text, const std::string& notes) {
  test::write_file(kFolder / "a.csv", text);
  test::write_file(kFolder / "a.notes", notes);
  return import_csv(kFolder / "a.csv", kSpace, kFolder / "a.notes");
}

std::string refusal(const std::string& text) {
  try {
    import_text(text);
  } catch (const Error& error) {
    const std::string file = (kFolder / "a.csv").string();
    const std::string said = error.what();
    CHECK(said.substr(0, file.size()) == file);
    CHECK(said.find('\n') == said.npos);
    return said.substr(file.size());
  }
  return "accepted";
}

const NewColumn& find(const NewTable& table, const std::string& name) {
  for (const NewColumn& column : table.columns) {
    if (column.name == name) return column;
  }
  FAIL("no column " << name);
  return table.columns[0];
}

std::vector<std::string> names(const NewTable& table) {
  std::vector<std::string> names;
  for (const NewColumn& column : table.columns) names.push_back(column.name);
  return names;
}

}  // namespace

TEST_CASE("A CSV with the documented names becomes a table, rows in any order") {
  const Import import = import_text("pets.test@8/8,arch,pets.epoch_seconds\n70,1:2,3.5\n60.25,0:0,1\n");
  CHECK(import.table.space == "sample-space");
  CHECK(import.table.provenance == "imported from a.csv");
  CHECK(import.table.architectures == std::vector<std::string>{"0:0", "0:1", "0:2", "1:0", "1:1", "1:2"});
  CHECK(find(import.table, "pets.test@8/8").values[0] == 60.25);
  CHECK(find(import.table, "pets.test@8/8").values[5] == 70);
  CHECK(find(import.table, "pets.epoch_seconds").values[5] == 3.5);
  CHECK(find(import.table, "pets.test@8/8").quantity.unit == "%");
  CHECK(find(import.table, "pets.epoch_seconds").quantity.unit == "s");
  CHECK(import.report.rows == 2);
  CHECK(import.report.absent == 4);
  write_table(import.table, kFolder / "a.table");
  CHECK((*open_table(kFolder / "a.table")->find("pets.test@8/8"))[5] == 70);
}

TEST_CASE("The embedded spelling of a column means the last epoch of its schedule") {
  const Import import = import_text(
      "index,trials,a.b.valid12,a.b.test200.777,a.b.test200,a.train5,a.valtest5,a.params,a.mflops,a.valid_seconds,x,a."
      "loss5\n"
      "3,2,1,2,3,4,5,6,7,8,9,10\n");
  CHECK(names(import.table) == std::vector<std::string>{"a.b.valid@12/12", "a.b.test@200/200.777", "a.b.test@200/200",
                                                        "a.train@5/5", "a.valtest@5/5", "a.params", "a.mflops",
                                                        "a.valid_seconds"});
  for (std::size_t i = 0; i < 8; ++i) CHECK(import.table.columns[i].values[3] == static_cast<double>(i) + 1);
  CHECK(import.report.ignored == std::vector<std::string>{"x", "a.loss5"});
}

TEST_CASE("Missing fields and architectures are allowed and reported") {
  const Import import = import_text("index,p.test5,p.valid5,p.epoch_seconds\n0,1,,2\n1,,,3\n5,4,5,\n");
  CHECK(import.report.lines() ==
        std::vector<std::string>{"3 architectures read", "3 architectures of the space have no row",
                                 "p.test@5/5: 1 of 3 values are missing", "p.valid@5/5: 2 of 3 values are missing",
                                 "p.epoch_seconds: 1 of 3 values are missing"});
  const auto& values = find(import.table, "p.test@5/5").values;
  CHECK(values[0] == 1);
  for (const std::size_t index : {1, 2, 3, 4}) CHECK(values[index] != values[index]);
}

TEST_CASE("The mean over seeds is computed where the file has only seeds") {
  const Import import = import_text("index,p.test5.1,p.test5.2,q.test5,q.test5.1\n0,1,2,9,5\n1,,4,9,5\n2,,,9,5\n");
  CHECK(import.report.computed == std::vector<std::string>{"p.test@5/5"});
  const auto& mean = find(import.table, "p.test@5/5").values;
  CHECK(mean[0] == 1.5);
  CHECK(mean[1] == 4);
  CHECK(mean[2] != mean[2]);
  CHECK(find(import.table, "q.test@5/5").values[0] == 9);
}

TEST_CASE("Column names that make no table are refused") {
  const std::string row = "\n0,0:0,1\n";
  REQUIRE(refusal("index,arch,p.test5" + row) == "accepted");
  CHECK(refusal("") == " is empty");
  CHECK(refusal("index,arch,p.test5\n") == " has no row below its column names");
  CHECK(refusal("indes,arch_,p.test5" + row) ==
        ": a column 'arch' or 'index' is needed, or --space auto and a column for each choice");
  CHECK_THAT(refusal("index,arch,p.params" + row), ContainsSubstring("a column of figures to search by is needed"));
  CHECK_THAT(refusal("index,arch,test5" + row), ContainsSubstring("a column of figures to search by is needed"));
  CHECK_THAT(refusal("index,index,p.test5" + row), ContainsSubstring("two columns 'index'"));
  CHECK(refusal("index,p.test5,p.test@5/5" + row) == ": columns 'p.test5' and 'p.test@5/5' are the same");
  CHECK_THAT(refusal("index,arch,p.test@5" + row),
             ContainsSubstring("'p.test@5' is not a metric: write DATASET.SPLIT"));
  CHECK_THAT(refusal("index,arch,p.test@1-5/5" + row), ContainsSubstring("is not a metric"));
}

TEST_CASE("A row with one thing wrong is refused with line and column") {
  const auto with = [](const std::string& row) {
    return refusal("index,arch,p.test5,p.epoch_seconds\n1,0:1,2,3\n" + row + "\n");
  };
  REQUIRE(with("0,0:0,50,1.5") == "accepted");
  CHECK(with("0,0:0,50") == ", line 3: 3 fields, where the first row names 4 columns");
  CHECK(with("0,0:0,50,1.5,") == ", line 3: 5 fields, where the first row names 4 columns");
  CHECK(with("2,0:0,50,1.5") == ", line 3, column 'index': 2 is not the index of 0:0, which is 0");
  CHECK(with("6,0:0,50,1.5") == ", line 3, column 'index': '6' is not an index of space sample-space, 0 to 5");
  for (const char* index : {"-1", "", "x", "0.5", "+0", "99999999999999999999"}) {
    CHECK_THAT(with(std::string(index) + ",0:0,50,1.5"),
               ContainsSubstring("column 'index'") && ContainsSubstring("0 to 5"));
  }
  CHECK(with("1,0:1,50,1.5") == ", line 3, column 'arch': architecture 1 is there already, in line 2");
  for (const char* arch : {"", "0", "0:3", "0:0:0", "a:b"}) {
    CHECK_THAT(with("0," + std::string(arch) + ",50,1.5"), ContainsSubstring(", line 3, column 'arch': "));
  }
  for (const char* accuracy : {"-1", "-0.001", "100.001", "1e3"}) {
    CHECK(with("0,0:0," + std::string(accuracy) + ",1.5") ==
          ", line 3, column 'p.test5': '" + std::string(accuracy) +
              "' is not a number from 0 to 100; the column's name may say what it is, as in 'p.test@5/5 [1 max]'");
  }
  for (const char* accuracy : {"nan", "NaN", "inf", "fifty", "50%", " 50", "0x10", "1e999"}) {
    CHECK(with("0,0:0," + std::string(accuracy) + ",1.5") ==
          ", line 3, column 'p.test5': '" + std::string(accuracy) + "' is not a number from 0 to 100");
  }
  for (const char* seconds : {"nan", "inf", "-1", "0", "x"}) {
    CHECK(with("0,0:0,50," + std::string(seconds)) == ", line 3, column 'p.epoch_seconds': '" + std::string(seconds) +
                                                          "' is not a number above 0; leave it empty if unknown");
  }
  for (const char* accuracy : {"0", "100", "1e2", "0.5"})
    CHECK(with("0,0:0," + std::string(accuracy) + ",1") == "accepted");
}

TEST_CASE("Figures in other units say what they are, in the CSV or in the notes") {
  using Better = Quantity::Better;
  const std::string csv =
      "index,p.valid [1 max -1..1],p.loss@5/5.1,p.loss@5/5.2 [nats min],latency.a [ms min 0..]\n0,-0.5,3,4,\n";
  const std::string notes = "[columns]\np.loss@5/5.1 [nats min; one training seed] =\n[datasets]\np = observe valid\n";
  const Import import = import_noted(csv, notes);
  CHECK(find(import.table, "p.valid").quantity == Quantity{"1", Better::larger, -1, 1});
  CHECK(find(import.table, "p.valid").values[0] == -0.5);
  CHECK(find(import.table, "p.loss@5/5.1").quantity.source->kind == FigureSource::Kind::one_seed);
  CHECK(find(import.table, "p.loss@5/5").values[0] == 3.5);  // the mean, computed
  CHECK(find(import.table, "p.loss@5/5").quantity.source == FigureSource{FigureSource::Kind::mean_of_seeds, 2, {}});
  CHECK(find(import.table, "latency.a").quantity.unit == "ms");
  const Import gaps = import_text("index,p.valid@5/5.1,p.valid@5/5.2\n0,1,2\n1,3,\n");
  CHECK(find(gaps.table, "p.valid@5/5").quantity.source == FigureSource{FigureSource::Kind::mean_of_present, 2, {}});
  CHECK(import.table.datasets == std::vector<DatasetDefaults>{{.dataset = "p", .observed = "valid"}});
  CHECK_THAT(refusal("index,p.loss@5/5\n0,1\n"),
             ContainsSubstring("'p.loss@5/5' needs its unit and which way is better"));
  CHECK_THAT(refusal("index,p.loss@5/5 [nats less]\n0,1\n"), ContainsSubstring("'less' should be max, min or a range"));
  CHECK_THAT(refusal("index,p.loss@5/5 [nats min 0..]\n0,-1\n"), ContainsSubstring("'-1' is not a number from 0 up"));
  CHECK_THAT(refusal("index,p.loss@5/5 [nats min\n0,1\n"), ContainsSubstring("does not end with the ']'"));
  CHECK(refusal("index,p.loss@5/5 [nats min]\n0,-1\n") == "accepted");
}

TEST_CASE("What contradicts itself, or names nothing, is refused at import") {
  CHECK_THAT(refusal("index,p.loss@5/5.1 [nats min],p.loss@5/5.2 [nats max]\n0,1,2\n"),
             ContainsSubstring("'p.loss@5/5.1' is [nats min] and 'p.loss@5/5.2' is [nats max]"));
  const std::string csv = "index,p.valid [1 max -1..1],latency.a [ms min 0..]\n0,0.5,3\n";
  CHECK_NOTHROW(import_noted(csv, "[columns]\nlatency.a [ms min 0..; measured] = x\n"));
  CHECK_THROWS_WITH(import_noted(csv, "[columns]\nlatency.a [s min 0..] = x\n"),
                    ContainsSubstring("'latency.a' is [ms min 0..] here and [s min 0..] in the notes"));
  CHECK_THROWS_WITH(import_noted(csv, "[columns]\nlatency.a = x\nlatency.a = y\n"),
                    ContainsSubstring("line 3: a second line for 'latency.a'"));
  CHECK_THROWS_WITH(import_noted(csv, "[datasets]\np = observe valid, truth nonesuch\n"),
                    ContainsSubstring("data set p: the CSV has no figure 'nonesuch'"));
  CHECK_THROWS_WITH(import_noted(csv, "[datasets]\n../p = observe valid\n"),
                    ContainsSubstring("'../p' cannot be the name of a data set"));
  for (const char* name : {"", "architecture", "\"a,b", "a;b"}) {
    CHECK_THAT(
        refusal("index,p.valid,\"" + std::string(name).substr(name[0] == '"' ? 1 : 0) + " [ms min]\"\n0,0.5,3\n"),
        ContainsSubstring("cannot be the name of a figure"));
  }
  CHECK_THAT(refusal("index,latency.a [ms min 0..]\n0,3\n"), ContainsSubstring("'NAME = observe latency.a' gives one"));
}

TEST_CASE("Tables of NATS-Bench's spaces are searched as NATS-Bench does, where nobody says otherwise") {
  const auto defaults =
      usual_defaults("nb201", {"cifar10-valid.valid@12/12", "cifar10.test@200/200", "svhn.test@200/200"});
  REQUIRE(defaults.size() == 1);
  CHECK(defaults[0] ==
        DatasetDefaults{"cifar10", "valid@12/12", {"test@200/200"}, Budget{Budget::Unit::seconds, 20'000}});
  CHECK(usual_defaults("nats-size", {"ImageNet16-120.valid@90/90"})[0].budget->limit == 60'000);
  CHECK(usual_defaults("other", {"cifar10.test@200/200"}).empty());
}

TEST_CASE("A space without indices, or with too many, holds no table") {
  const GenericSpace vast("vast", std::vector<int>(32, 255));
  CHECK_THROWS_WITH(import_text("index,p.test5\n0,1\n", vast), ContainsSubstring("space vast has more than"));
}

TEST_CASE("A file of more columns or values than a table can hold is refused before they are held") {
  const auto header = [](int columns) {
    std::string names = "index";
    for (int i = 1; i <= columns; ++i) names += ",p.test" + std::to_string(i);
    return names + "\n0";
  };
  CHECK_THAT(refusal(header(10'000)), ContainsSubstring("10001 columns, more than 10000"));
  const GenericSpace wide("wide", {100, 100, 100});
  CHECK_THROWS_WITH(import_text(header(68), wide), ContainsSubstring("has 68 columns of figures; with 1000000 "
                                                                     "architectures, a table can have 67"));
  CHECK_THROWS_WITH(import_text(header(67) + ",1\n", wide), ContainsSubstring("line 2: 2 fields"));
}

TEST_CASE("Notes give a table its provenance and its columns their notes") {
  const std::string csv = "index,p.test5,p.params\n0,1,2\n";
  const Import import = import_noted(csv,
                                     "# of a test\n\n[columns]\np.test@5/5 = one seed; x = y\r\n# more\np.params=10 "
                                     "classes\n\n[provenance]\n\nMade up.\n\nTwice.\n\n");
  CHECK(import.table.provenance == "Made up.\n\nTwice.");
  CHECK(find(import.table, "p.test@5/5").note == "one seed; x = y");
  CHECK(find(import.table, "p.params").note == "10 classes");
  CHECK_THROWS_WITH(import_noted(csv, "[columns]\np.test@5/6 = x\n"), ContainsSubstring("did you mean 'p.test@5/5'?"));
  CHECK_THROWS_WITH(import_noted(csv, "[columns]\np.params\n"),
                    ContainsSubstring("a.notes, line 2: 'p.params' should be"));
  CHECK_THROWS_WITH(import_noted(csv, "[colums]\n"),
                    ContainsSubstring("should be [provenance], [columns] or [datasets]"));
  CHECK_THROWS_WITH(import_noted(csv, "Made up.\n"), ContainsSubstring("should begin here"));
}

}  // namespace cellar
