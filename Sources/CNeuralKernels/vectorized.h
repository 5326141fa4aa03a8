#ifndef VECTORIZED_H
#define VECTORIZED_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__) && defined(__clang__)
#define VECTORIZED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define VECTORIZED
#endif
#define INLINE static inline __attribute__((always_inline))

/// Lets the compiler reorder the sums of the block that it begins, which is what vectorising them takes.
#if defined(__clang__)
#define REASSOCIATE _Pragma("clang fp reassociate(on)")
#else
#define REASSOCIATE
#endif

/// Before a loop whose steps do not touch each other's elements, even where `y` is `x`: without it, the compiler's check for
/// overlap sends work in place to a scalar loop.
#if defined(__clang__)
#define INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
#else
#define INDEPENDENT
#endif

INLINE float from_bits(uint32_t b) { float f; memcpy(&f, &b, sizeof f); return f; }
INLINE uint32_t to_bits(float f) { uint32_t b; memcpy(&b, &f, sizeof b); return b; }

/// 1.5 2^23: adding it rounds a float of modest size to an integer in the low bits of its mantissa.
#define ROUNDER 12582912.0f

// The polynomials below were fitted at Chebyshev nodes to the function divided by its leading terms.

INLINE float exp1(float x) {
    x = x < -87.3f ? -87.3f : x;
    x = x > 88.7f ? 88.7f : x;
    float shifted = x * 1.44269504089f + ROUNDER;
    float k = shifted - ROUNDER;
    float r = (x - k * 0.693359375f) + k * 2.12194440e-4f;
    float p = 0.0013933644f;
    p = p * r + 0.0083631827f;
    p = p * r + 0.0416664617f;
    p = p * r + 0.1666657722f;
    p = p * r + 0.5f;
    p = (p * r) * r + r + 1.0f;
    // In two factors, since 2^128 is no float.
    int32_t e = (int32_t)(to_bits(shifted) - to_bits(ROUNDER));
    int32_t half = e >> 1;
    return p * from_bits((uint32_t)(half + 127) << 23) * from_bits((uint32_t)(e - half + 127) << 23);
}

/// e^x, but 0 below e^-60: what is scaled down further would be subnormal, and some processors multiply by such numbers many
/// times more slowly, in the product that follows too.
INLINE float vanishing_exp1(float x) { return x > -60.0f ? exp1(x) : 0.0f; }

/// ln(1 + f) for f from sqrt(1/2) - 1 to sqrt(2) - 1.
INLINE float log1p_reduced(float f) {
    float p = 0.0714975389f;
    p = p * f - 0.1157120073f;
    p = p * f + 0.1166151107f;
    p = p * f - 0.1241105068f;
    p = p * f + 0.1424993653f;
    p = p * f - 0.1666848024f;
    p = p * f + 0.2000070748f;
    p = p * f - 0.2499998905f;
    p = p * f + 0.3333333119f;
    return f + (f * f) * (f * p - 0.5f);
}

INLINE float log1(float x) {
    x = x < 1.17549435e-38f ? 1.17549435e-38f : x;
    uint32_t bits = to_bits(x);
    // Splits at sqrt(2) rather than 2, so that the mantissa lies around 1.
    int32_t e = (int32_t)(bits - 0x3f3504f3u) >> 23;
    float m = from_bits(bits - ((uint32_t)e << 23));
    float k = (float)e;
    return log1p_reduced(m - 1.0f) - k * 2.12194440e-4f + k * 0.693359375f;
}

INLINE float sigmoid1(float x) { return 1.0f / (1.0f + exp1(-x)); }

INLINE float tanh1(float x) {
    float u = x * x;
    float p = -0.006104948f;
    p = p * u + 0.0210036412f;
    p = p * u - 0.0538524975f;
    p = p * u + 0.1333278226f;
    p = p * u - 0.333333291f;
    float small = x + x * u * p;
    float large = 1.0f - 2.0f / (exp1(2.0f * x) + 1.0f);
    return u < 0.390625f ? small : large;
}

/// ln(1 + e^x), without cancellation at either end.
INLINE float softplus1(float x) {
    float magnitude = x < 0 ? x : -x;
    float e = exp1(magnitude);
    int low = e < 0.41421356f;
    float tail = log1p_reduced(low ? e : 0.5f * (e - 1.0f)) + (low ? 0.0f : 0.693147181f);
    return (x > 0 ? x : 0) + tail;
}

/// The complementary error function of |z| by Abramowitz and Stegun's 7.1.26, absolute error 1.5e-7.
INLINE float gelu1(float x) {
    float z = x * 0.70710678f;
    float a = z < 0 ? -z : z;
    float t = 1.0f / (1.0f + 0.3275911f * a);
    float p = ((((1.061405429f * t - 1.453152027f) * t + 1.421413741f) * t - 0.284496736f) * t + 0.254829592f) * t;
    float tail = 0.5f * p * vanishing_exp1(-a * a);
    return x * (x < 0 ? tail : 1.0f - tail);
}

INLINE void sincos1(float x, float *sine, float *cosine) {
    float shifted = x * 0.636619772f + ROUNDER;
    float k = shifted - ROUNDER;
    uint32_t quadrant = to_bits(shifted);
    float r = ((x - k * 1.5703125f) - k * 4.837512969970703125e-4f) - k * 7.54978995489188e-8f;
    float u = r * r;
    float s = 2.7249963648e-06f;
    s = s * u - 0.00019840087086f;
    s = s * u + 0.0083333318755f;
    s = s * u - 0.16666666664f;
    s = r + r * u * s;
    float c = -2.7300986246e-07f;
    c = c * u + 2.4800600627e-05f;
    c = c * u - 0.0013888887673f;
    c = c * u + 0.041666666664f;
    c = 1.0f - 0.5f * u + u * u * c;
    float a = quadrant & 1 ? c : s;
    float b = quadrant & 1 ? s : c;
    *sine = from_bits(to_bits(a) ^ ((quadrant & 2) << 30));
    *cosine = from_bits(to_bits(b) ^ (((quadrant + 1) & 2) << 30));
}

#endif
