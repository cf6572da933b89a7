#include "core/formats/torch/tensor_file.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "core/errors.hpp"
#include "core/formats/pickle/machine.hpp"
#include "core/formats/torch/tensor_pickle.hpp"
#include "core/formats/torch/zip_writer.hpp"
#include "core/table/mapped_file.hpp"
#include "core/table/replacing_file.hpp"

namespace cellar {

void write_tensors(std::span<const Tensor> tensors, const std::filesystem::path& file) {
  constexpr std::string_view kVersion = "3\n";  // of torch's format, since torch 1.6
  ReplacingFile target(file);
  ZipWriter archive(target, file.string());
  archive.add("archive/data.pkl", pickle_of(tensors));
  for (std::size_t i = 0; i < tensors.size(); ++i) archive.add(fmt::format("archive/data/{}", i), tensors[i].data);
  archive.add("archive/version", std::as_bytes(std::span(kVersion)));
  archive.finish();
  target.commit();
}

std::vector<Tensor> read_tensors(const std::filesystem::path& file) {
  const MappedFile mapped(file);
  const auto container = open_torch_container(mapped.bytes(), file.string());
  const auto main = container->main_pickle();
  PickleMachine machine(main.bytes, main.source);
  const PickleValue root = machine.read(main.offset);
  container->attach(root, machine.end());
  try {
    return read_tensor_dict(root, *container);
  } catch (const Error& error) {
    if (std::string_view(error.what()).starts_with(file.string())) throw;
    throw Error(fmt::format("{}: {}", file.string(), error.what()));
  }
}

}  // namespace cellar
