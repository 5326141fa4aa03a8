#include "CNeuralKernels.h"
#include "vectorized.h"

VECTORIZED void nk_layer_norm(const float *x, const float *gain, const float *bias, float epsilon, float *y, size_t rows, size_t columns) {
    REASSOCIATE
    for (size_t t = 0; t < rows; t++) {
        const float *in = x + t * columns;
        float *out = y + t * columns;
        float sum = 0, squares = 0;
        for (size_t c = 0; c < columns; c++) sum += in[c];
        float mean = sum / (float)columns;
        for (size_t c = 0; c < columns; c++) squares += (in[c] - mean) * (in[c] - mean);
        float scale = 1.0f / __builtin_sqrtf(squares / (float)columns + epsilon);
        if (gain && bias)
            for (size_t c = 0; c < columns; c++) out[c] = (in[c] - mean) * scale * gain[c] + bias[c];
        else
            for (size_t c = 0; c < columns; c++) out[c] = (in[c] - mean) * scale;
    }
}

VECTORIZED void nk_softmax(float *x, float scale, size_t rows, size_t columns) {
    REASSOCIATE
    for (size_t t = 0; t < rows; t++) {
        float *row = x + t * columns;
        // Sixteen running maxima, since a single one would be a chain of dependent comparisons.
        float lanes[16], largest, sum = 0;
        for (size_t l = 0; l < 16; l++) lanes[l] = -3.402823466e38f;
        size_t c = 0;
        for (; c + 16 <= columns; c += 16)
            for (size_t l = 0; l < 16; l++) lanes[l] = scale * row[c + l] > lanes[l] ? scale * row[c + l] : lanes[l];
        largest = lanes[0];
        for (size_t l = 1; l < 16; l++) largest = lanes[l] > largest ? lanes[l] : largest;
        for (; c < columns; c++) largest = scale * row[c] > largest ? scale * row[c] : largest;
        for (c = 0; c < columns; c++) {
            row[c] = vanishing_exp1(scale * row[c] - largest);
            sum += row[c];
        }
        float inverse = 1.0f / sum;
        for (c = 0; c < columns; c++) row[c] *= inverse;
    }
}

/// Channels whose sums stay in registers while the kernel runs.
enum { TILE = 64 };

VECTORIZED void nk_depthwise_conv(const float *x, const float *weight, const float *bias, float *y,
                                  size_t rows, size_t columns, size_t kernel, size_t dilation, size_t first, size_t count) {
    ptrdiff_t reach = (ptrdiff_t)(kernel / 2 * dilation);
    for (size_t t = first; t < first + count; t++) {
        for (size_t begin = 0; begin < columns; begin += TILE) {
            size_t width = columns - begin < TILE ? columns - begin : TILE;
            float sum[TILE];
            for (size_t c = 0; c < width; c++) sum[c] = bias[begin + c];
            for (size_t k = 0; k < kernel; k++) {
                ptrdiff_t source = (ptrdiff_t)(t + k * dilation) - reach;
                if (source < 0 || source >= (ptrdiff_t)rows) continue;
                const float *in = x + (size_t)source * columns + begin;
                const float *w = weight + k * columns + begin;
                if (width == TILE)
                    for (size_t c = 0; c < TILE; c++) sum[c] += w[c] * in[c];
                else
                    for (size_t c = 0; c < width; c++) sum[c] += w[c] * in[c];
            }
            memcpy(y + (t - first) * columns + begin, sum, width * sizeof(float));
        }
    }
}
