#include "core/table/records/records.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <unordered_map>

#include "core/errors.hpp"
#include "core/numbers.hpp"
#include "core/table/header.hpp"
#include "core/table/records/shape_columns.hpp"

namespace cellar {

namespace {

constexpr std::string_view kLayouts = "record";

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(mark), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

// The columns of a shape's figures; none where it has none.
struct SeriesViews {
  std::optional<ColumnView> last, mean, curve;
};

struct ShapeViews {
  std::optional<ColumnView> mflops, mparams, latency;
  std::array<std::array<SeriesViews, 4>, 4> series;
};

using Datasets = std::vector<std::pair<std::string, std::vector<int>>>;

}  // namespace

struct Records::Contents {
  explicit Contents(std::shared_ptr<const Table> of) : table(std::move(of)) {}

  std::shared_ptr<const Table> table;
  RecordSource source;
  std::vector<std::string> schedules;
  std::vector<TrialShape> shapes;
  std::vector<Datasets> datasets;
  // Made when first asked for. Most cells have one of a few layouts, so that what is known of them stays in the cache.
  mutable std::mutex mutex;
  mutable std::unordered_map<std::string_view, std::unique_ptr<const CellShape>> layouts;  // keys lie in the table
  mutable std::vector<std::unique_ptr<const ShapeViews>> views;
  mutable std::vector<std::atomic<const CellShape*>> known_cells;
  mutable std::vector<std::atomic<const ShapeViews*>> known_views;

  [[noreturn]] void fail(std::string_view what) const {
    throw_damaged(fmt::format("table '{}'", table->name()), fmt::format("{} of its records", what));
  }

  const std::string& attachment(std::string_view name) const {
    const std::string* text = table->attachment(name);
    if (!text) fail(fmt::format("the part '{}' is missing", name));
    return *text;
  }

  template <class Number>
  Number number(std::string_view text, std::size_t below = std::numeric_limits<int>::max()) const {
    const auto value = parse_number<Number>(text);
    if (!value || *value < Number{0} || static_cast<std::size_t>(*value) >= below) fail("a number");
    return *value;
  }

  void read_source();
  void read_shapes();
  Datasets parse_datasets(std::string_view line) const;
  std::unique_ptr<const CellShape> parse_cell(std::string_view layout) const;
  std::unique_ptr<const ShapeViews> find_views(const TrialShape& shape) const;
  const ShapeViews& views_of(const TrialShape& shape) const;
};

void Records::Contents::read_source() {
  const auto lines = split(attachment("record source"), '\n');
  if (lines.size() != 5) fail("the source");
  source.kind = lines[0] == "nats-bench" ? RecordSource::Kind::nats_bench : RecordSource::Kind::nas_bench_201;
  source.is_folder = lines[1] == "folder";
  source.length = number<std::size_t>(lines[2]);
  for (const std::string_view label : split(lines[3], ' ')) schedules.emplace_back(label);
  source.file = lines[4];
}

void Records::Contents::read_shapes() {
  for (const std::string_view line : split(attachment("record shapes"), '\n')) {
    shapes.push_back(parse_shape(line));
    shapes.back().number = shapes.size() - 1;
  }
  for (const std::string_view line : split(attachment("record datasets"), '\n')) {
    datasets.push_back(parse_datasets(line));
  }
}

Datasets Records::Contents::parse_datasets(std::string_view line) const {
  Datasets parsed;
  for (const std::string_view part : split(line, ';')) {
    const auto colon = part.find(':');
    if (colon == part.npos) fail("a list of data sets");
    auto& [name, seeds] = parsed.emplace_back();
    name = part.substr(0, colon);
    for (const std::string_view seed : split(part.substr(colon + 1), ',')) seeds.push_back(number<int>(seed));
  }
  return parsed;
}

// "12:0:3:17,4,5 200:0:…": schedule, weights cleared, data sets, shapes of the trials.
std::unique_ptr<const CellShape> Records::Contents::parse_cell(std::string_view layout) const {
  auto cell = std::make_unique<CellShape>();
  for (const std::string_view text : split(layout, ' ')) {
    if (cell->schedules.size() == schedules.size()) fail("a cell");
    const auto fields = split(text, ':');
    if (fields.size() < 3) fail("a cell");
    ScheduleShape& schedule = cell->schedules.emplace_back();
    schedule.label = fields[0];
    schedule.weights_cleared = fields[1] == "1";
    schedule.datasets = datasets[number<std::size_t>(fields[2], datasets.size())];
    if (fields.size() == 3) continue;
    for (const std::string_view shape : split(fields[3], ',')) {
      schedule.trials.push_back(&shapes[number<std::size_t>(shape, shapes.size())]);
    }
  }
  return cell;
}

std::unique_ptr<const ShapeViews> Records::Contents::find_views(const TrialShape& shape) const {
  const ShapeColumns names = columns_of(shape);
  const auto find = [&](const std::string& name, ColumnInfo::Type type, int width) {
    if (name.empty()) return std::optional<ColumnView>();
    const ColumnInfo* info = table->describe(name);
    if (!info || info->type != type || info->width != width) fail(fmt::format("the column '{}' is missing", name));
    return table->find_unchecked(name);
  };
  const auto find_single = [&](const std::string& name) { return find(name, ColumnInfo::Type::figures, 1); };
  auto found = std::make_unique<ShapeViews>();
  found->mflops = find_single(names.mflops);
  found->mparams = find_single(names.mparams);
  found->latency = find_single(names.latency);
  for (std::size_t set = 0; set < names.series.size(); ++set) {
    for (std::size_t figure = 0; figure < names.series[set].size(); ++figure) {
      const SeriesColumns& columns = names.series[set][figure];
      found->series[set][figure] = {find_single(columns.last), find_single(columns.mean),
                                    find(columns.curve, ColumnInfo::Type::curve, shape.epochs)};
    }
  }
  return found;
}

const ShapeViews& Records::Contents::views_of(const TrialShape& shape) const {
  require(shape.number < shapes.size() && &shapes[shape.number] == &shape, "a trial's shape is one of its records'");
  if (const ShapeViews* known = known_views[shape.number].load(std::memory_order_acquire)) return *known;
  const std::lock_guard lock(mutex);
  if (!views[shape.number]) views[shape.number] = find_views(shape);
  known_views[shape.number].store(views[shape.number].get(), std::memory_order_release);
  return *views[shape.number];
}

Records::Records(std::shared_ptr<const Table> table) : contents_(std::make_unique<Contents>(std::move(table))) {
  Contents& contents = *contents_;
  if (!held_by(*contents.table)) {
    throw Error(fmt::format("table '{}' holds no single trials: they come with an import of an official file",
                            contents.table->name()));
  }
  const ColumnInfo* layouts = contents.table->describe(kLayouts);
  if (!layouts || layouts->type != ColumnInfo::Type::text) contents.fail("the column 'record' is missing");
  contents.read_source();
  contents.read_shapes();
  contents.views.resize(contents.shapes.size());
  contents.known_cells = std::vector<std::atomic<const CellShape*>>(contents.table->size());
  contents.known_views = std::vector<std::atomic<const ShapeViews*>>(contents.shapes.size());
}

Records::~Records() = default;

bool Records::held_by(const Table& table) { return table.attachment("record source") != nullptr; }

const Table& Records::table() const { return *contents_->table; }
const RecordSource& Records::source() const { return contents_->source; }
const std::vector<std::string>& Records::schedules() const { return contents_->schedules; }

const CellShape* Records::cell(std::size_t index) const {
  const Contents& contents = *contents_;
  if (index >= contents.known_cells.size()) return nullptr;
  if (const CellShape* known = contents.known_cells[index].load(std::memory_order_acquire)) return known;
  const auto layout = contents.table->text(kLayouts, index);
  if (!layout) contents.fail("the column 'record' is missing");
  if (layout->empty()) return nullptr;
  const std::lock_guard lock(contents.mutex);
  std::unique_ptr<const CellShape>& shape = contents.layouts[*layout];
  if (!shape) shape = contents.parse_cell(*layout);
  contents.known_cells[index].store(shape.get(), std::memory_order_release);
  return shape.get();
}

double Records::mflops(std::size_t index, const TrialShape& trial) const {
  return (*contents_->views_of(trial).mflops)[index];
}

double Records::mparams(std::size_t index, const TrialShape& trial) const {
  return (*contents_->views_of(trial).mparams)[index];
}

double Records::latency_seconds(std::size_t index, const TrialShape& trial) const {
  const auto& latency = contents_->views_of(trial).latency;
  return latency ? (*latency)[index] : std::numeric_limits<double>::quiet_NaN();
}

double Records::value(std::size_t index, const TrialShape& trial, ImageSet set, Figure figure, int epoch) const {
  if (!trial.at(set, figure).recorded(epoch, trial.epochs)) return std::numeric_limits<double>::quiet_NaN();
  const SeriesViews& views =
      contents_->views_of(trial).series[static_cast<std::size_t>(set)][static_cast<std::size_t>(figure)];
  if (views.last && epoch == trial.epochs - 1) return (*views.last)[index];
  if (views.curve) return views.curve->at_epoch(index, epoch);
  return (*views.mean)[index];
}

}  // namespace cellar
