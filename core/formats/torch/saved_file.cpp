#include "core/formats/torch/saved_file.hpp"

#include <fmt/format.h>

#include <string_view>

#include "core/formats/torch/zip_writer.hpp"
#include "core/table/replacing_file.hpp"

namespace cellar {

void write_saved(const SavedValue& object, const std::filesystem::path& file) {
  constexpr std::string_view kVersion = "3\n";  // of torch's format, since torch 1.6
  const SavedPickle pickle = pickle_of(object);
  ReplacingFile target(file);
  ZipWriter archive(target, file.string());
  archive.add("archive/data.pkl", pickle.bytes);
  for (std::size_t i = 0; i < pickle.tensors.size(); ++i) {
    archive.add(fmt::format("archive/data/{}", i), pickle.tensors[i]->data);
  }
  archive.add("archive/version", std::as_bytes(std::span(kVersion)));
  archive.finish();
  target.commit();
}

SavedFile::SavedFile(const std::filesystem::path& file)
    : mapped_(std::make_unique<MappedFile>(file)),
      container_(open_torch_container(mapped_->bytes(), file.string(), true)) {
  read();
}

SavedFile::SavedFile(std::span<const std::byte> bytes, const std::string& source)
    : container_(open_torch_container(bytes, source)) {
  read();
}

void SavedFile::read() {
  const auto main = container_->main_pickle();
  machine_ = std::make_unique<PickleMachine>(main.bytes, main.source);
  root_ = machine_->read(main.offset);
  container_->attach(root_, machine_->end());
}

}  // namespace cellar
