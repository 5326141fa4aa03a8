#ifndef C_NEURAL_KERNELS_H
#define C_NEURAL_KERNELS_H

#include <stddef.h>
#include <stdint.h>

/// Loops that the Swift compiler does not vectorise without processor flags. On x86-64 Linux each is compiled for
/// AVX-512, AVX2 and SSE2, and the dynamic linker picks; elsewhere once. `y` may be `x` where it is not const.
/// Matrices are time-major: row after row of channels.

// Pointwise functions, relative error about 1e-7 (`nk_gelu`, `nk_tanh`: absolute, times the argument).

/// y = e^x; below -87.3 and above 88.7 the argument is held, so that nothing overflows. NaN stays NaN.
void nk_exp(const float *x, float *y, size_t n);
/// y = ln x for positive normal x. Anything smaller counts as the smallest normal number.
void nk_log(const float *x, float *y, size_t n);
void nk_tanh(const float *x, float *y, size_t n);
/// y = 1 / (1 + e^-x)
void nk_sigmoid(const float *x, float *y, size_t n);
/// y = x sigmoid(x)
void nk_silu(const float *x, float *y, size_t n);
/// y = x Phi(x), by the error function (not its tanh approximation).
void nk_gelu(const float *x, float *y, size_t n);
/// y = ln(1 + e^x)
void nk_softplus(const float *x, float *y, size_t n);
/// y = x tanh(softplus(x))
void nk_mish(const float *x, float *y, size_t n);
/// Sine and cosine of |x| < 1e4; beyond, the error grows with x.
void nk_sincos(const float *x, float *sine, float *cosine, size_t n);

// Linear combinations.

/// y += a x
void nk_add_scaled(float *y, const float *x, float a, size_t n);
/// y = a y + b
void nk_affine(float *y, float a, float b, size_t n);
/// Adds scale[c] x[t, c] to y[t, c].
void nk_add_scaled_columns(float *y, const float *x, const float *scale, size_t rows, size_t columns);
/// Writes `row` into each row of y.
void nk_fill_rows(float *y, const float *row, size_t rows, size_t columns);
/// Adds `row` to each row of y.
void nk_add_row(float *y, const float *row, size_t rows, size_t columns);

// Matrix products with weights packed beforehand.

/// Numbers that packed weights take: those of whole panels of 16 outputs.
size_t nk_packed_count(size_t inputs, size_t outputs);
/// Packs the weights whose number for input i and output o stands at i inputStride + o outputStride.
void nk_pack(const float *weight, size_t inputStride, size_t outputStride, float *packed, size_t inputs, size_t outputs);
/// y[t, o] = sum over i of x[t, i] weight[i, o], begun with y[t, o] if `accumulate`, else with bias[o], or 0 where bias is
/// null. The strides are those between rows. y's numbers do not depend on how many rows a call has. y is not x.
void nk_matmul(const float *x, size_t xStride, const float *packed, const float *bias, int accumulate, float *y, size_t yStride,
               size_t rows, size_t inputs, size_t outputs);
/// Bytes of the widest vectors that this processor has and `nk_matmul` uses: 64, 32 or 16.
int nk_matmul_widest(void);
/// `nk_matmul` with vectors of at most so many bytes, for comparison. Wider ones than the processor has crash.
void nk_matmul_with(int vectorBytes, const float *x, size_t xStride, const float *packed, const float *bias, int accumulate,
                    float *y, size_t yStride, size_t rows, size_t inputs, size_t outputs);

// Rows.

/// y = (x - mean) / sqrt(variance + epsilon) gain + bias over each row; gain and bias may both be null.
void nk_layer_norm(const float *x, const float *gain, const float *bias, float epsilon, float *y, size_t rows, size_t columns);
/// Softmax of scale x over each row, in place.
void nk_softmax(float *x, float scale, size_t rows, size_t columns);

// Recurrent cells: what is left of a step after its two matrix products (`input`, `recurrent`, biases added).

/// PyTorch's LSTM, gates i f g o of `hidden` numbers each; updates cell and output. `recurrent` is scratch after.
void nk_lstm_step(const float *input, float *recurrent, float *cell, float *output, size_t hidden);
/// PyTorch's GRU, gates r z n of `hidden` numbers each; updates output, which holds the step before.
void nk_gru_step(const float *input, const float *recurrent, float *output, size_t hidden);

// Convolutions, zero-padded by (kernel / 2) dilation rows on both sides.

/// Each channel with its own kernel: weight is [kernel, columns], kernel odd. Writes `count` rows from row `first` on.
void nk_depthwise_conv(const float *x, const float *weight, const float *bias, float *y,
                       size_t rows, size_t columns, size_t kernel, size_t dilation, size_t first, size_t count);

// Conversion and random numbers.

/// IEEE binary16 values at any alignment to float, subnormals, infinities and NaN included.
void nk_half_to_float(const void *half, float *y, size_t n);
/// Box and Muller (1958): 2n uniform 32-bit numbers to 2n standard normal ones.
void nk_box_muller(const uint32_t *uniform, float *normal, size_t pairs);

#endif
