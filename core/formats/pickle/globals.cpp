#include "core/formats/pickle/globals.hpp"

#include <algorithm>
#include <array>

namespace cellar {

namespace {

constexpr std::array kAllowed = {
    AllowedGlobal{"collections", "OrderedDict", "collections OrderedDict", GlobalRole::mapping},
    AllowedGlobal{"collections", "defaultdict", "collections defaultdict", GlobalRole::mapping},
    AllowedGlobal{"builtins", "dict", "builtins dict", GlobalRole::mapping},
    AllowedGlobal{"__builtin__", "dict", "__builtin__ dict", GlobalRole::mapping},
    AllowedGlobal{"builtins", "set", "builtins set", GlobalRole::set},
    AllowedGlobal{"__builtin__", "set", "__builtin__ set", GlobalRole::set},
    AllowedGlobal{"builtins", "frozenset", "builtins frozenset", GlobalRole::set},
    AllowedGlobal{"__builtin__", "frozenset", "__builtin__ frozenset", GlobalRole::set},
    AllowedGlobal{"builtins", "bytes", "builtins bytes", GlobalRole::bytes},
    AllowedGlobal{"__builtin__", "bytes", "__builtin__ bytes", GlobalRole::bytes},
    AllowedGlobal{"numpy.core.multiarray", "scalar", "numpy.core.multiarray scalar", GlobalRole::numpy_scalar},
    AllowedGlobal{"numpy._core.multiarray", "scalar", "numpy._core.multiarray scalar", GlobalRole::numpy_scalar},
    AllowedGlobal{"numpy", "dtype", "numpy dtype", GlobalRole::numpy_dtype},
    AllowedGlobal{"numpy.core.multiarray", "_reconstruct", "numpy.core.multiarray _reconstruct", GlobalRole::data},
    AllowedGlobal{"numpy._core.multiarray", "_reconstruct", "numpy._core.multiarray _reconstruct", GlobalRole::data},
    AllowedGlobal{"numpy", "ndarray", "numpy ndarray", GlobalRole::data},
    AllowedGlobal{"_codecs", "encode", "_codecs encode", GlobalRole::latin1_encode},
    AllowedGlobal{"builtins", "list", "builtins list", GlobalRole::data},  // a defaultdict's factory
    AllowedGlobal{"__builtin__", "list", "__builtin__ list", GlobalRole::data},
    AllowedGlobal{"torch._utils", "_rebuild_tensor", "torch._utils _rebuild_tensor", GlobalRole::data},
    AllowedGlobal{"torch._utils", "_rebuild_tensor_v2", "torch._utils _rebuild_tensor_v2", GlobalRole::data},
    AllowedGlobal{"torch._utils", "_rebuild_parameter", "torch._utils _rebuild_parameter", GlobalRole::data},
    AllowedGlobal{"torch.storage", "_load_from_bytes", "torch.storage _load_from_bytes", GlobalRole::data},
    AllowedGlobal{"argparse", "Namespace", "argparse Namespace", GlobalRole::data},
    AllowedGlobal{"pathlib", "PosixPath", "pathlib PosixPath", GlobalRole::data},
    AllowedGlobal{"pathlib", "WindowsPath", "pathlib WindowsPath", GlobalRole::data},
    AllowedGlobal{"torch", "Size", "torch Size", GlobalRole::data},
    AllowedGlobal{"torch", "FloatStorage", "torch FloatStorage", GlobalRole::data},
    AllowedGlobal{"torch", "DoubleStorage", "torch DoubleStorage", GlobalRole::data},
    AllowedGlobal{"torch", "HalfStorage", "torch HalfStorage", GlobalRole::data},
    AllowedGlobal{"torch", "BFloat16Storage", "torch BFloat16Storage", GlobalRole::data},
    AllowedGlobal{"torch", "LongStorage", "torch LongStorage", GlobalRole::data},
    AllowedGlobal{"torch", "IntStorage", "torch IntStorage", GlobalRole::data},
    AllowedGlobal{"torch", "ShortStorage", "torch ShortStorage", GlobalRole::data},
    AllowedGlobal{"torch", "CharStorage", "torch CharStorage", GlobalRole::data},
    AllowedGlobal{"torch", "ByteStorage", "torch ByteStorage", GlobalRole::data},
    AllowedGlobal{"torch", "BoolStorage", "torch BoolStorage", GlobalRole::data},
};

// A cell in a checkpoint of a search. Its module has moved: models.cell_searchs.genotypes until May 2021, below xautodl
// since then.
constexpr AllowedGlobal kStructure{"genotypes", "Structure", "genotypes Structure", GlobalRole::data};

bool is_structure(std::string_view module, std::string_view name) {
  const bool ends_so = module.ends_with(kStructure.module);
  const std::size_t before = ends_so ? module.size() - kStructure.module.size() : 0;
  return ends_so && name == kStructure.name && (before == 0 || module[before - 1] == '.');
}

template <class Test>
const AllowedGlobal* find(Test&& test) {
  const auto found = std::find_if(kAllowed.begin(), kAllowed.end(), test);
  return found == kAllowed.end() ? nullptr : &*found;
}

}  // namespace

const AllowedGlobal* find_global(std::string_view module, std::string_view name) {
  if (is_structure(module, name)) return &kStructure;
  return find([&](const AllowedGlobal& global) { return global.module == module && global.name == name; });
}

const AllowedGlobal* find_global(std::string_view spelling) {
  if (spelling == kStructure.spelling) return &kStructure;
  return find([&](const AllowedGlobal& global) { return global.spelling == spelling; });
}

}  // namespace cellar
