import Foundation

/// Whether the tests run under the address sanitizer: then memory is not reused, so that every use of a block
/// after its end is seen, and a request that can't be met is reported by the sanitizer itself.
let isUnderAddressSanitizer = dlsym(nil, "__asan_init") != nil
