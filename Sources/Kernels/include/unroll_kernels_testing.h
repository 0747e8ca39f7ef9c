// For tests only: changes the kernels in use while the program runs.

#ifndef UNROLL_KERNELS_TESTING_H
#define UNROLL_KERNELS_TESTING_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

// From now on, on every thread, the path of this name ("portable", "avx2", "avx512") is used.
// False, and no change, if there is no such path or the processor can't run it.
bool unroll_use_kernels(const char *name);

#ifdef __cplusplus
}
#endif

#endif
