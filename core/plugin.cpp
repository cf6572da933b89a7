#include "core/plugin.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstring>

#include "core/checksum.hpp"
#include "core/errors.hpp"
#include "core/printable.hpp"
#include "core/table/mapped_file.hpp"

namespace cellar {

void load_module(const std::filesystem::path& file, Extensions extensions) {
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(file, error);
  if (!std::filesystem::exists(absolute, error)) {
    throw Error(fmt::format("--plugin {}: there is no such file; a shared library is needed", file.string()));
  }
  void* const library = dlopen(absolute.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) throw Error(fmt::format("--plugin {}: cannot be loaded: {}", file.string(), dlerror()));

  const auto* const abi = static_cast<const PluginAbi*>(dlsym(library, "cellar_plugin_abi"));
  using Register = void (*)(Extensions&);
  const auto add = reinterpret_cast<Register>(dlsym(library, "cellar_plugin_v1"));
  if (abi == nullptr || add == nullptr) {
    throw Error(fmt::format("--plugin {}: is no Cellar plug-in: it does not export {}", file.string(),
                            abi == nullptr ? "cellar_plugin_abi" : "cellar_plugin_v1"));
  }
  const PluginAbi own = plugin_abi();
  if (abi->text != own.text) {
    throw Error(fmt::format("--plugin {}: was built for '{}', this program is '{}'; rebuild it", file.string(),
                            printable({abi->text.data(), strnlen(abi->text.data(), abi->text.size())}),
                            own.text.data()));
  }
  add(extensions);
}

void load_plugin(const std::filesystem::path& file, Extensions extensions) {
  std::error_code error;
  std::string code;
  if (std::filesystem::is_regular_file(file, error)) {
    code = fmt::format("{} {:016x}", file.filename().string(), xxh3(MappedFile(file).bytes()));
  }
  const auto set_code = [&](const std::string& of) {
    extensions.searchers.set_code(of);
    extensions.spaces.set_code(of);
    extensions.oracles.set_code(of);
    extensions.proxies.set_code(of);
  };
  set_code(code);
  load_module(file, extensions);
  set_code({});
}

}  // namespace cellar
