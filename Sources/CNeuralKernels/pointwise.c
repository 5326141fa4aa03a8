#include "CNeuralKernels.h"
#include "vectorized.h"

#define POINTWISE(name, f) \
    VECTORIZED void name(const float *x, float *y, size_t n) { \
        INDEPENDENT \
        for (size_t i = 0; i < n; i++) y[i] = f(x[i]); \
    }

INLINE float silu1(float x) { return x * sigmoid1(x); }
INLINE float mish1(float x) { return x * tanh1(softplus1(x)); }

POINTWISE(nk_exp, exp1)
POINTWISE(nk_log, log1)
POINTWISE(nk_tanh, tanh1)
POINTWISE(nk_sigmoid, sigmoid1)
POINTWISE(nk_silu, silu1)
POINTWISE(nk_gelu, gelu1)
POINTWISE(nk_softplus, softplus1)
POINTWISE(nk_mish, mish1)

VECTORIZED void nk_sincos(const float *x, float *sine, float *cosine, size_t n) {
    INDEPENDENT
    for (size_t i = 0; i < n; i++) {
        float s, c;
        sincos1(x[i], &s, &c);
        sine[i] = s;
        cosine[i] = c;
    }
}

VECTORIZED void nk_add_scaled(float *y, const float *x, float a, size_t n) {
    INDEPENDENT
    for (size_t i = 0; i < n; i++) y[i] += a * x[i];
}

VECTORIZED void nk_affine(float *y, float a, float b, size_t n) {
    INDEPENDENT
    for (size_t i = 0; i < n; i++) y[i] = a * y[i] + b;
}

VECTORIZED void nk_add_scaled_columns(float *y, const float *x, const float *scale, size_t rows, size_t columns) {
    for (size_t t = 0; t < rows; t++)
        for (size_t c = 0; c < columns; c++) y[t * columns + c] += scale[c] * x[t * columns + c];
}

VECTORIZED void nk_add_row(float *y, const float *row, size_t rows, size_t columns) {
    for (size_t t = 0; t < rows; t++)
        for (size_t c = 0; c < columns; c++) y[t * columns + c] += row[c];
}

void nk_fill_rows(float *y, const float *row, size_t rows, size_t columns) {
    for (size_t t = 0; t < rows; t++) memcpy(y + t * columns, row, columns * sizeof(float));
}

VECTORIZED void nk_half_to_float(const void *half, float *y, size_t n) {
    const unsigned char *bytes = half;
    for (size_t i = 0; i < n; i++) {
        uint16_t h;
        memcpy(&h, bytes + 2 * i, 2);
        uint32_t magnitude = (uint32_t)(h & 0x7fff) << 13;
        // Scaling by 2^112 rebases the exponent and normalises subnormals; infinities and NaN need their own.
        uint32_t finite = to_bits(from_bits(magnitude) * 0x1p112f);
        uint32_t special = magnitude | 0x7f800000u;
        uint32_t bits = magnitude >= 0x0f800000u ? special : finite;
        y[i] = from_bits(bits | (uint32_t)(h & 0x8000) << 16);
    }
}

VECTORIZED void nk_box_muller(const uint32_t *uniform, float *normal, size_t pairs) {
    for (size_t i = 0; i < pairs; i++) {
        // (u + 1/2) / 2^24 is never 0, so the logarithm is finite.
        float u = ((float)(uniform[2 * i] >> 8) + 0.5f) * 0x1p-24f;
        float v = (float)(uniform[2 * i + 1] >> 8) * (6.28318531f * 0x1p-24f);
        float s, c, radius = __builtin_sqrtf(-2.0f * log1(u));
        sincos1(v, &s, &c);
        normal[2 * i] = radius * c;
        normal[2 * i + 1] = radius * s;
    }
}
