#include "core/formats/nas_bench/record_import.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/errors.hpp"
#include "core/formats/nas_bench/cell_source.hpp"
#include "core/formats/ordered_work.hpp"
#include "core/formats/torch/recognise.hpp"
#include "core/printable.hpp"
#include "core/table/mapped_file.hpp"
#include "core/table/records/encoded_cell.hpp"
#include "core/table/records/record_writer.hpp"

namespace cellar {

namespace {

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
void compare_lists(std::vector<std::size_t> listed, std::vector<std::size_t> found, RecordReport& report) {
  std::sort(listed.begin(), listed.end());
  std::sort(found.begin(), found.end());
  std::set_difference(listed.begin(), listed.end(), found.begin(), found.end(),
                      std::back_inserter(report.without_results));
  std::vector<std::size_t> unlisted;
  std::set_difference(found.begin(), found.end(), listed.begin(), listed.end(), std::back_inserter(unlisted));
  report.unlisted = unlisted.size();
}

std::string provenance(const RecordSource& source) {
  return fmt::format("imported from {}, a {} of {}", source.file, source.is_folder ? "folder" : "file",
                     source.kind == RecordSource::Kind::nats_bench ? "NATS-Bench (Dong, Liu, Musial and Gabrys, 2021)"
                                                                   : "NAS-Bench-201 (Dong and Yang, ICLR 2020)");
}

}  // namespace

bool is_official(const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) return true;
  const FileKind kind = recognise(MappedFile(path).bytes());
  return kind != FileKind::text && kind != FileKind::gzip;
}

RecordReport import_records(const RecordImport& import) {
  const auto tell = [&](double share) {
    if (import.progress) import.progress(share);
  };
  const std::string name = import.from.string();
  const auto folder = import.out.has_parent_path() ? import.out.parent_path() : std::filesystem::path(".");
  const auto source = open_cell_source(import.from, folder, import.threads, [&](double share) { tell(0.2 * share); });
  if (source->size() == 0) throw Error(fmt::format("{} has results of no cell", name));
  const std::string first = source->meta_archs().empty() ? source->read(0, 0).arch : source->meta_archs().front();
  const auto space = import.space_of(first);
  std::vector<std::string> architectures = spellings(*space);
  check_meta(source->meta_archs(), architectures, space->name(), name);
  RecordWriter writer(import.out, space->name(), architectures);
  RecordReport report;
  report.of_cells = architectures.size();
  report.curves = import.curves;
  std::vector<bool> seen(architectures.size());
  std::vector<std::size_t> found;
  const auto make = [&](std::size_t number, int thread) {
    const CellRecord cell = source->read(number, thread);
    return Made{encode(cell, import.curves), RecordReport::inspect(cell), cell.arch};
  };
  const auto take = [&](Made made) {
    const std::size_t index = made.cell.index;
    if (index >= architectures.size() || architectures[index] != made.arch) {
      throw Error(
          fmt::format("{}: cell {} is '{}', which it is not in {}", name, index, printable(made.arch), space->name()));
    }
    if (seen[index]) throw Error(fmt::format("{}: cell {} comes twice", name, index));
    seen[index] = true;
    found.push_back(index);
    writer.append(made.cell);
    report.add(made.report);
    tell(0.2 + 0.8 * static_cast<double>(found.size()) / static_cast<double>(source->size()));
  };
  ordered_work<Made>(source->size(), import.threads, make, take);
  if (!source->evaluated().empty()) compare_lists(source->evaluated(), found, report);
  RecordSource of;
  of.kind = source->kind();
  of.file = file_name(import.from);
  of.is_folder = std::filesystem::is_directory(import.from);
  of.length = source->meta_archs().empty() ? architectures.size() : source->meta_archs().size();
  report.disagreeing_costs = writer.finish(of, provenance(of));
  return report;
}

}  // namespace cellar
