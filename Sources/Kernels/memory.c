// Memory: aligned to a cache line (64 bytes), which is also the widest vector.

#include <stdio.h>
#include <stdlib.h>

#include "kernel_table.h"

#if defined(_WIN32)
#include <malloc.h>
#else
#include <pthread.h>
#endif

static void *aligned(size_t bytes) {
  if (bytes == 0) bytes = 1;  // still an address of its own
  void *memory = NULL;
#if defined(_WIN32)
  memory = _aligned_malloc(bytes, 64);
#else
  if (posix_memalign(&memory, 64, bytes) != 0) memory = NULL;
#endif
  if (memory == NULL) {
    fprintf(stderr, "unroll: out of memory: can't allocate %zu bytes\n", bytes);
    abort();
  }
  return memory;
}

static void give_back(void *memory) {
#if defined(_WIN32)
  _aligned_free(memory);
#else
  free(memory);
#endif
}

// Blocks that are let go of wait in lists, a list for each size and thread, until the same size is asked
// for again: a training step wants the blocks of the step before. Sizes are rounded up to eight steps
// between powers of two, so at most an eighth of a block is not used.

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNROLL_POOL 0  // which wants to see every block freed
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(_WIN32)
#undef UNROLL_POOL
#define UNROLL_POOL 0
#endif
#ifndef UNROLL_POOL
#define UNROLL_POOL 1
#endif

enum { LISTS = 192, LARGEST_WAITING = 512 << 20 };

typedef struct block { struct block *next; } block;
typedef struct { size_t bytes; int list; } block_size;

static _Thread_local struct {
  block *waiting[LISTS];
  size_t bytes;       // of all that wait
  int will_be_freed;  // at the thread's end
} pool;

static block_size size_of(size_t bytes) {
  size_t before = bytes == 0 ? 0 : (bytes - 1) / 64;  // whole cache lines in front of the last one
  int shift = 0;
  while (before >> shift > 15) shift++;
  size_t step = before >> shift;
  return (block_size){.bytes = ((step + 1) << shift) * 64, .list = (int)step + 8 * shift};
}

#if !defined(_WIN32)
static pthread_key_t pool_key;
static pthread_once_t pool_key_once = PTHREAD_ONCE_INIT;
static void free_pool(void *unused) {
  (void)unused;
  for (int list = 0; list < LISTS; list++) {
    while (pool.waiting[list] != NULL) {
      block *first = pool.waiting[list];
      pool.waiting[list] = first->next;
      give_back(first);
    }
  }
  pool.bytes = 0;
  pool.will_be_freed = 0;  // another destructor may still let go of a tensor
}
static void make_pool_key(void) { pthread_key_create(&pool_key, free_pool); }
static void free_pool_with_thread(void) {
  if (pool.will_be_freed) return;
  pthread_once(&pool_key_once, make_pool_key);
  pthread_setspecific(pool_key, &pool);
  pool.will_be_freed = 1;
}
#else
static void free_pool_with_thread(void) {}
#endif

static _Thread_local unroll_memory_count counted;

void *unroll_allocate(size_t bytes) {
  counted.allocations += 1;
  counted.bytes += bytes;
  counted.fresh += 1;
  if (!UNROLL_POOL || bytes > LARGEST_WAITING) return aligned(bytes);
  block_size size = size_of(bytes);
  block *first = pool.waiting[size.list];
  if (first == NULL) return aligned(size.bytes);
  counted.fresh -= 1;
  pool.waiting[size.list] = first->next;
  pool.bytes -= size.bytes;
  return first;
}

void unroll_free(void *memory, size_t bytes) {
  if (memory == NULL) return;
  block_size size = size_of(bytes > LARGEST_WAITING ? 0 : bytes);
  if (!UNROLL_POOL || bytes > LARGEST_WAITING || pool.bytes + size.bytes > LARGEST_WAITING) {
    give_back(memory);
    return;
  }
  free_pool_with_thread();
  block *first = memory;
  first->next = pool.waiting[size.list];
  pool.waiting[size.list] = first;
  pool.bytes += size.bytes;
}

unroll_memory_count unroll_allocated_by_this_thread(void) { return counted; }

// Scratch: one buffer a thread, which only grows. The thread's end frees it, through the
// destructor of a pthread key (on Windows it is kept until the program ends).

static _Thread_local struct { void *memory; size_t bytes; } scratch;

#if !defined(_WIN32)
static pthread_key_t scratch_key;
static pthread_once_t scratch_key_once = PTHREAD_ONCE_INIT;
static void free_scratch(void *memory) {
  give_back(memory);
  scratch.memory = NULL;  // another destructor may still multiply matrices
  scratch.bytes = 0;
}
static void make_scratch_key(void) { pthread_key_create(&scratch_key, free_scratch); }
#endif

void *unroll_scratch(size_t bytes) {
  if (bytes > scratch.bytes) {
    give_back(scratch.memory);
    scratch.memory = aligned(bytes);
    scratch.bytes = bytes;
#if !defined(_WIN32)
    pthread_once(&scratch_key_once, make_scratch_key);
    pthread_setspecific(scratch_key, scratch.memory);
#endif
  }
  return scratch.memory;
}
