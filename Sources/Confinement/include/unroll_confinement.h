// What a program gives up before it runs code that it does not trust.

#ifndef UNROLL_CONFINEMENT_H
#define UNROLL_CONFINEMENT_H

#include <stdint.h>

/// What was given up.
enum {
  /// Memory, seconds of the processor, and sizes of files are limited.
  UNROLL_CONFINED_RESOURCES = 1,
  /// No file can be opened, made, or removed.
  UNROLL_CONFINED_FILES = 2,
  /// No process can be started, stopped, or looked into, and no connection be made.
  UNROLL_CONFINED_CALLS = 4
};

/// Gives up, for good and for all threads, what this system lets a program give up: bits of the enumeration above.
///
/// To be called before a second thread is started.
int unroll_confine(uint64_t memory_bytes, unsigned seconds);

/// Lets what is printed through line by line, so that none is lost where the program crashes.
///
/// To be called before anything is printed.
void unroll_print_by_lines(void);

#endif
