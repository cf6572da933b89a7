#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace cellar {

// The rows of a CSV text, one after the other (RFC 4180): quoted fields, either line end, a byte order mark; also blank
// lines and lines that begin with '#', which are skipped.
class CsvReader {
 public:
  // Both must outlive the reader and the fields it returns. `source` is the file's name, for messages.
  CsvReader(std::string_view text, std::string_view source);

  // The next row; false at the end. The fields hold until the following call.
  bool next(std::vector<std::string_view>& fields);

  // The line that the last row began at, from 1.
  int line() const { return row_line_; }

 private:
  void skip_comments();
  std::string_view field();
  std::string_view quoted_field();
  bool end_of_row();
  [[noreturn]] void fail(std::string_view reason) const;

  std::string_view rest_;
  std::string_view source_;
  int line_ = 1;
  int row_line_ = 1;
  std::size_t fields_read_ = 0;       // of the present row
  std::deque<std::string> unquoted_;  // fields of the present row that held doubled quotes
};

}  // namespace cellar
