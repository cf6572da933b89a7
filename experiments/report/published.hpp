#pragma once

#include <string_view>
#include <vector>

namespace cellar {

// A mean and its deviation over runs [%]; sd is NaN where none is given.
struct PublishedFigure {
  double mean;
  double sd;
};

// What others found for a searcher in the protocol that Cellar runs.
struct PublishedResult {
  std::string_view source;    // short, "NATS-Bench"; see source_text()
  std::string_view searcher;  // Cellar's name of it, default options
  std::string_view searched;  // the data set searched on
  std::string_view reported;  // the data set that the figures are of
  double budget_seconds;
  PublishedFigure valid;  // valid@200/200
  PublishedFigure test;   // test@200/200
};

const std::vector<PublishedResult>& published_results();

// Those of one searcher, in the order of the sources.
std::vector<PublishedResult> find_published(std::string_view searcher, std::string_view searched,
                                            std::string_view reported, double seconds);

// Where the figures of a source come from, in a line.
std::string_view source_text(std::string_view source);

}  // namespace cellar
