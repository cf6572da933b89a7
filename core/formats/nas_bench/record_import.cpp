#include "core/formats/nas_bench/record_import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "core/errors.hpp"
#include "core/formats/nas_bench/cell_source.hpp"
#include "core/formats/nas_bench/usual_defaults.hpp"
#include "core/formats/ordered_work.hpp"
#include "core/formats/torch/recognise.hpp"
#include "core/printable.hpp"
#include "core/table/mapped_file.hpp"
#include "core/table/records/encoded_cell.hpp"
#include "core/table/records/record_writer.hpp"

namespace cellar {

namespace {

constexpr double kPreparation = 0.2;  // of all work, before the first cell

struct Made {
  EncodedCell cell;
  RecordReport::Cell report;
  std::string arch;
};

// A name to show and to keep: without folders, also of "folder/".
std::string file_name(const std::filesystem::path& path) {
  const auto clean = path.lexically_normal();
  return (clean.has_filename() ? clean.filename() : clean.parent_path().filename()).string();
}

void check_meta(const std::vector<std::string>& meta, const std::vector<std::string>& architectures,
                const std::string& space, const std::string& name) {
  if (meta.size() > architectures.size()) {
    throw Error(fmt::format("{} lists {} cells, {} has {}", name, meta.size(), space, architectures.size()));
  }
  for (std::size_t i = 0; i < meta.size(); ++i) {
    if (meta[i] == architectures[i]) continue;
    throw Error(fmt::format("{} lists '{}' as cell {}, which is '{}' in {}", name, printable(meta[i]), i,
                            architectures[i], space));
  }
}

std::vector<std::string> spellings(const SearchSpace& space) {
  std::vector<std::string> architectures;
  for (std::uint64_t i = 0; i < space.size().value(); ++i) architectures.push_back(space.format(space.at(i)));
  return architectures;
}

// Which cells the file lists as evaluated, against those it has.
void compare_lists(std::vector<std::size_t> listed, const std::vector<bool>& found, RecordReport& report) {
  std::sort(listed.begin(), listed.end());
  for (const std::size_t index : listed) {
    if (index >= found.size() || !found[index]) report.without_results.push_back(index);
  }
  for (std::size_t index = 0; index < found.size(); ++index) {
    if (found[index] && !std::binary_search(listed.begin(), listed.end(), index)) ++report.unlisted;
  }
}

std::string provenance(const RecordSource& source) {
  return fmt::format("imported from {}, a {} of {}", source.file, source.is_folder ? "folder" : "file",
                     source.kind == RecordSource::Kind::nats_bench ? "NATS-Bench (Dong, Liu, Musial and Gabrys, 2021)"
                                                                   : "NAS-Bench-201 (Dong and Yang, ICLR 2020)");
}

// Takes cells one by one, in the order of the file.
class TableBuilder {
 public:
  TableBuilder(const RecordImport& import, const CellSource& source, const SearchSpace& space)
      : name_(import.from.string()),
        space_(space.name()),
        architectures_(spellings(space)),
        seen_(architectures_.size()) {
    check_meta(source.meta_archs(), architectures_, space_, name_);
    writer_.emplace(import.out, space_, architectures_);
    report_.of_cells = architectures_.size();
    report_.curves = import.curves;
  }

  void add(const Made& made) {
    const std::size_t index = made.cell.index;
    if (index >= architectures_.size() || architectures_[index] != made.arch) {
      throw Error(
          fmt::format("{}: cell {} is '{}', which it is not in {}", name_, index, printable(made.arch), space_));
    }
    if (seen_[index]) throw Error(fmt::format("{}: cell {} comes twice", name_, index));
    seen_[index] = true;
    writer_->append(made.cell);
    report_.add(made.report);
  }

  RecordReport finish(RecordSource of, const CellSource& source) {
    if (!source.evaluated().empty()) compare_lists(source.evaluated(), seen_, report_);
    of.length = source.meta_archs().empty() ? architectures_.size() : source.meta_archs().size();
    report_.disagreeing_costs = writer_->finish(of, provenance(of), [this](const std::vector<std::string>& columns) {
      return usual_defaults(space_, columns);
    });
    return std::move(report_);
  }

 private:
  std::string name_, space_;
  std::vector<std::string> architectures_;
  std::vector<bool> seen_;  // by index
  std::optional<RecordWriter> writer_;
  RecordReport report_;
};

}  // namespace

bool is_official(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) return true;
  const FileKind kind = recognise(MappedFile(path).bytes());
  if (kind == FileKind::other) {
    throw Error(fmt::format("{} {}: an official file or a CSV was expected", path.string(), describe(kind)));
  }
  return kind != FileKind::text && kind != FileKind::gzip;
}

RecordReport import_records(const RecordImport& import) {
  const auto tell = [&](double share) {
    if (import.progress) import.progress(share);
  };
  const auto folder = import.out.has_parent_path() ? import.out.parent_path() : std::filesystem::path(".");
  ReadOptions options{folder, import.threads};
  options.progress = [&](double share) { tell(kPreparation * share); };
  const auto source = open_cell_source(import.from, options);
  if (source->size() == 0) throw Error(fmt::format("{} has results of no cell", import.from.string()));
  const std::string first = source->meta_archs().empty() ? source->read(0, 0).arch : source->meta_archs().front();
  TableBuilder builder(import, *source, *import.space_of(first));
  OrderedWork<Made, std::function<Made(std::size_t, int)>> work(
      source->size(), import.threads, [&](std::size_t number, int thread) {
        const CellRecord cell = source->read(number, thread);
        return Made{encode(cell, import.curves), RecordReport::inspect(cell), cell.arch};
      });
  for (std::size_t done = 0; done < source->size(); ++done) {
    builder.add(work.take());
    tell(kPreparation + (1 - kPreparation) * static_cast<double>(done) / static_cast<double>(source->size()));
  }
  RecordSource of;
  of.kind = source->kind();
  of.file = file_name(import.from);
  of.is_folder = std::filesystem::is_directory(import.from);
  return builder.finish(of, *source);
}

}  // namespace cellar
