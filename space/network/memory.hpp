#pragma once

namespace cellar::network {

// Tells glibc to keep the memory of freed tensors instead of returning it to the system. First touches of fresh pages
// are dear, and a step of training would make them again for every large tensor. A program calls it once, before it
// makes tensors; what is set holds for the whole process. Does nothing where the C library is another.
void tune_allocator();

// Lets the matrix arithmetic take its working memory, 128 MiB for a thread. Where there is none, OpenBLAS tries again
// for ever; this is a c10::Error then, and afterwards it has what it needs. To be called before the first network is
// made.
void take_working_memory();

}  // namespace cellar::network
