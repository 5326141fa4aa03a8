#include "CNeuralKernels.h"
#include "vectorized.h"

// Matrix products with weights that stand still. After Goto & van de Geijn, "Anatomy of high-performance matrix
// multiplication" (2008), simplified by what is known here: the weights are packed once, at load, and activations are short
// enough to stay in the second cache as they lie.
//
// Weights lie in panels of 16 outputs: all 16 of an input, then those of the next. A tile of a few frames by a few vectors of
// outputs is summed in registers over up to DEPTH inputs, whose weights stay in the first cache while all frames pass by.
// Every output is one chain of sums, input after input, that begins with its bias; so how frames are cut into calls, tiles
// and blocks changes no bit of it.

enum {
    PANEL = 16,
    /// Frames that pass by all panels before the next ones do; with their inputs they stay in the second cache.
    ROWS = 96,
};

size_t nk_packed_count(size_t inputs, size_t outputs) { return (outputs + PANEL - 1) / PANEL * PANEL * inputs; }

void nk_pack(const float *weight, size_t inputStride, size_t outputStride, float *packed, size_t inputs, size_t outputs) {
    for (size_t first = 0; first < outputs; first += PANEL) {
        size_t width = outputs - first < PANEL ? outputs - first : PANEL;
        for (size_t k = 0; k < inputs; k++, packed += PANEL) {
            const float *source = weight + k * inputStride + first * outputStride;
            for (size_t n = 0; n < width; n++) packed[n] = source[n * outputStride];
            for (size_t n = width; n < PANEL; n++) packed[n] = 0;
        }
    }
}

/// What a tile's sums begin with.
typedef enum { FROM_ZERO, FROM_BIAS, FROM_OUTPUT } Start;

typedef struct {
    const float *x, *packed, *bias;
    float *y;
    size_t xStride, yStride, rows, inputs, outputs;
    Start start;
} Product;

#define VECTOR_BYTES 16
#define DEPTH 512
#define VECTORS 2
#define FRAMES 4
#define NAME(f) f##_narrow
#if defined(__aarch64__)
// Thirty-two registers: 24 sums.
#undef VECTORS
#undef FRAMES
#define VECTORS 4
#define FRAMES 6
#define MULTIPLY_ADD(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define MULTIPLY_ADD(a, b, c) ((a) * (b) + (c))
#endif
#define TARGET
#include "matrix_tile.h"

#if defined(__x86_64__)
#if !defined(__OPTIMIZE__)
#include "matrix_debug.h"
#define FRAMES_OF_TILE frames_in_assembly
#endif
// AVX2 and FMA, 16 registers: 12 sums, two vectors of weights, one number of the input.
#define VECTOR_BYTES 32
#define DEPTH 512
#define VECTORS 2
#define FRAMES 6
#define NAME(f) f##_avx2
#define MULTIPLY_ADD(a, b, c) __builtin_elementwise_fma(a, b, c)
#define TARGET __attribute__((target("avx2,fma")))
#include "matrix_tile.h"

// AVX-512, 32 registers: 24 sums, over two panels.
#define VECTOR_BYTES 64
#define DEPTH 256
#define VECTORS 2
#define FRAMES 12
#define NAME(f) f##_avx512
#define MULTIPLY_ADD(a, b, c) __builtin_elementwise_fma(a, b, c)
#define TARGET __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,fma"), min_vector_width(512)))
#include "matrix_tile.h"
#endif

int nk_matmul_widest(void) {
#if defined(__x86_64__)
#if defined(__OPTIMIZE__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq"))
        return 64;
#endif
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 32;
#endif
    return 16;
}

void nk_matmul_with(int vectorBytes, const float *x, size_t xStride, const float *packed, const float *bias, int accumulate,
                    float *y, size_t yStride, size_t rows, size_t inputs, size_t outputs) {
    Product product = {x, packed, bias, y, xStride, yStride, rows, inputs, outputs,
                       accumulate ? FROM_OUTPUT : bias ? FROM_BIAS : FROM_ZERO};
    switch (vectorBytes) {
#if defined(__x86_64__)
    case 64: product_avx512(&product); break;
    case 32: product_avx2(&product); break;
#endif
    default: product_narrow(&product);
    }
}

void nk_matmul(const float *x, size_t xStride, const float *packed, const float *bias, int accumulate, float *y, size_t yStride,
               size_t rows, size_t inputs, size_t outputs) {
    nk_matmul_with(nk_matmul_widest(), x, xStride, packed, bias, accumulate, y, yStride, rows, inputs, outputs);
}
