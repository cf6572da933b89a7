#pragma once

#include <cstdint>
#include <string>
#include <vector>

// Small files of images with made-up pixels.
namespace cellar::test {

inline std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift & 0xffU));
  return bytes;
}

// Pixel values that differ from image to image and place to place.
inline std::string made_up_pixels(std::size_t count, std::size_t salt = 0) {
  std::string pixels;
  for (std::size_t i = 0; i < count; ++i) pixels.push_back(static_cast<char>((i * 31 + i / 7 + salt * 17) & 0xffU));
  return pixels;
}

inline std::string idx_images(std::uint32_t count, std::uint32_t height, std::uint32_t width) {
  return big_endian(0x803) + big_endian(count) + big_endian(height) + big_endian(width) +
         made_up_pixels(std::size_t{count} * height * width);
}

inline std::string idx_labels(const std::vector<int>& labels) {
  std::string bytes = big_endian(0x801) + big_endian(static_cast<std::uint32_t>(labels.size()));
  for (const int label : labels) bytes.push_back(static_cast<char>(label));
  return bytes;
}

// A pickle of protocol 2 as numpy writes it: {"data": an array of bytes, "labels": a list}.
inline std::string pickled_images(const std::string& key, const std::vector<int>& labels, int columns,
                                  const std::string& pixels, bool column_major = false) {
  const auto text = [](const std::string& value) {
    return "U" + std::string(1, static_cast<char>(value.size())) + value;
  };
  const auto number = [](std::size_t value) {
    std::string bytes = "J";
    for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(value >> shift & 0xffU));
    return bytes;
  };
  std::string pickle = "\x80\x02}(" + text("data") + "cnumpy.core.multiarray\n_reconstruct\ncnumpy\nndarray\n" +
                       number(0) + "\x85" + text("b") + "\x87R(" + number(1) + number(labels.size()) +
                       number(static_cast<std::size_t>(columns)) + "\x86" + "cnumpy\ndtype\n" + text("u1") + number(0) +
                       number(1) + "\x87R" + (column_major ? "\x88" : "\x89") + "T" + number(pixels.size()).substr(1) +
                       pixels + "tb" + text(key) + "](";
  for (const int label : labels) pickle += number(static_cast<std::size_t>(label));
  return pickle + "eu.";
}

}  // namespace cellar::test
