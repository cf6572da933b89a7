#pragma once

#include <string>

namespace cellar {

// Runs gnuplot on a script, without a shell and without the user's gnuplotrc, and returns what it wrote to its standard
// output: the picture. An Error in one line where gnuplot is not installed or does not like the script.
std::string run_gnuplot(const std::string& script, const std::string& program = "gnuplot");

// 'text' as gnuplot's single-quoted strings have it; nothing in it is special then. Control characters become spaces.
std::string gnuplot_quoted(const std::string& text);

}  // namespace cellar
