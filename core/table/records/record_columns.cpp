#include "core/table/records/record_columns.hpp"

#include <cmath>
#include <limits>

#include "core/errors.hpp"
#include "core/table/records/shape_columns.hpp"

namespace cellar {

namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();

// Of one trial each.
Quantity quantity_of(const std::string& name) {
  Quantity quantity{"%", Quantity::Better::larger, 0, 100, FigureSource{FigureSource::Kind::one_seed, 0, {}}};
  const bool is_seconds = name.find("_seconds") != name.npos;
  const bool is_loss = name.find("_loss") != name.npos;
  const bool is_count = name.find(".mflops") != name.npos || name.find(".mparams") != name.npos;
  if (!is_seconds && !is_loss && !is_count) return quantity;
  quantity.unit = is_seconds ? "s" : is_loss ? "1" : "M";
  quantity.better = Quantity::Better::smaller;
  quantity.most = kUnbounded;
  return quantity;
}

}  // namespace

std::size_t RecordColumns::column(const std::string& name, const ColumnInfo& info) {
  const auto [found, is_new] = by_name_.emplace(name, columns_.size());
  if (!is_new) return found->second;
  GrowingColumn& created = columns_.emplace_back();
  created.info = info;
  created.info.name = name;
  created.info.quantity = quantity_of(name);
  if (info.type == ColumnInfo::Type::curve) {
    created.rows.assign(architectures_, ColumnView::kNoRow);
  } else {
    created.figures.assign(architectures_, kAbsent);
  }
  return found->second;
}

std::size_t RecordColumns::shape(const std::string& line) {
  const auto [found, is_new] = by_line_.emplace(line, shapes_.size());
  if (!is_new) return found->second;
  Planned& planned = shapes_.emplace_back();
  planned.line = line;
  planned.shape = parse_shape(line);
  const ShapeColumns names = columns_of(planned.shape);
  ColumnInfo info;
  for (const std::string* name : names.singles()) {
    info.first_epoch = name->find('@') == name->npos ? 0 : planned.shape.epochs;
    planned.singles.push_back(column(*name, info));
  }
  info.type = ColumnInfo::Type::curve;
  info.first_epoch = 1;
  info.width = planned.shape.epochs;
  for (const std::string* name : names.curves()) planned.curves.push_back(column(*name, info));
  return found->second;
}

std::string RecordColumns::shape_lines() const {
  std::string lines;
  for (const Planned& planned : shapes_) lines += planned.line + '\n';
  return lines;
}

void RecordColumns::set(std::size_t number, std::size_t index, std::span<const double>& singles,
                        std::span<const double>& curves, std::uint64_t at) {
  const Planned& planned = shapes_[number];
  const auto width = static_cast<std::size_t>(planned.shape.epochs);
  require(singles.size() >= planned.singles.size() && curves.size() >= width * planned.curves.size(),
          "a trial has the figures that its shape says");
  for (const std::size_t place : planned.singles) {
    columns_[place].figures[index] = singles.front();
    singles = singles.subspan(1);
  }
  for (const std::size_t place : planned.curves) {
    require(at < ColumnView::kNoRow, "a table's curves have fewer than 2^32 values");
    GrowingColumn& column = columns_[place];
    column.rows[index] = static_cast<std::uint32_t>(at);
    for (const double value : curves.first(width)) column.missing_in_rows += std::isnan(value) ? 1 : 0;
    curves = curves.subspan(width);
    at += width;
  }
}

GrowingColumn& RecordColumns::single(const std::string& name, const Quantity& quantity, int epoch) {
  ColumnInfo info;
  info.first_epoch = epoch;
  GrowingColumn& found = columns_[column(name, info)];
  found.info.quantity = quantity;
  return found;
}

const GrowingColumn* RecordColumns::find(const std::string& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : &columns_[found->second];
}

}  // namespace cellar
