#include "core/formats/torch/recognise.hpp"

#include <string>

#include "core/errors.hpp"
#include "core/formats/torch/container.hpp"
#include "tests/catch.hpp"
#include "tests/formats/bytes.hpp"
#include "tests/formats/torch/pickles.hpp"

namespace cellar {

TEST_CASE("A file is recognised by its first bytes") {
  using namespace std::string_literals;
  const auto kind = [](const std::string& bytes) { return recognise(test::bytes_of(bytes)); };
  CHECK(kind("") == FileKind::empty);
  CHECK(kind(test::pickle::legacy_head()) == FileKind::legacy_torch);
  CHECK(kind(test::pickle::legacy_head().substr(0, 4)) == FileKind::legacy_torch);
  CHECK(kind("PK\x03\x04rest") == FileKind::zip);
  CHECK(kind("\x80\x04\x95") == FileKind::pickle);
  CHECK(kind("\x80\x02}q") == FileKind::pickle);
  CHECK(kind("\x80\x09\x01") == FileKind::other);
  CHECK(kind("BZh91AY") == FileKind::bz2);
  CHECK(kind("\x1f\x8b\x08") == FileKind::gzip);
  CHECK(kind(std::string(257, 'x') + "ustar\x00"s) == FileKind::tar);
  for (const char* page : {"<!DOCTYPE html><html>", "\n <HTML>", "<head><title>", "\xEF\xBB\xBF<!doctype HTML>"}) {
    CHECK(kind(page) == FileKind::html);
  }
  CHECK(kind("index,arch\n0,|x~0|\n") == FileKind::text);
  CHECK(kind("\x01\x02\x03") == FileKind::other);
}

TEST_CASE("What is no torch file is refused by what it is instead") {
  const auto refusal = [](const std::string& bytes) -> std::string {
    try {
      open_torch_container(test::bytes_of(bytes), "a.pth");
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  CHECK(refusal("") == "a.pth is empty; a torch file or a pickle was expected");
  CHECK(refusal("<html>") ==
        "a.pth is an HTML page: a download page was saved instead of the file; a torch file or a pickle was expected");
  CHECK(refusal("\x1f\x8b") == "a.pth is compressed with gzip; a torch file or a pickle was expected");
}

}  // namespace cellar
