// One compilation of the matrix product, for one width of vectors; `matrix.c` includes this once for each, having defined
// VECTOR_BYTES, DEPTH, VECTORS (of outputs a tile), FRAMES (a tile), NAME, TARGET, MULTIPLY_ADD, and perhaps a FRAMES_OF_TILE of
// its own. No include guard, for that reason.

#define WIDTH (VECTOR_BYTES / 4)
#define COLUMNS (VECTORS * WIDTH)

typedef float NAME(Vector) __attribute__((ext_vector_type(WIDTH), aligned(4)));

/// Adds `depth` inputs to the sums of `frames` frames (a constant, so that the sums are registers) and COLUMNS outputs.
TARGET INLINE void NAME(tile)(size_t frames, size_t depth, const float *x, size_t xStride, const float *packed,
                              size_t panelStride, const float *bias, Start start, float *y, size_t yStride) {
    NAME(Vector) sums[FRAMES][VECTORS];
#pragma clang loop unroll(full)
    for (size_t t = 0; t < frames; t++)
#pragma clang loop unroll(full)
        for (size_t v = 0; v < VECTORS; v++) {
            if (start == FROM_OUTPUT) sums[t][v] = *(const NAME(Vector) *)(y + t * yStride + v * WIDTH);
            else if (start == FROM_BIAS) sums[t][v] = *(const NAME(Vector) *)(bias + v * WIDTH);
            else sums[t][v] = 0;
        }
#pragma clang loop unroll_count(4)
    for (size_t k = 0; k < depth; k++) {
        NAME(Vector) weights[VECTORS];
#pragma clang loop unroll(full)
        for (size_t v = 0; v < VECTORS; v++)
            weights[v] = *(const NAME(Vector) *)(packed + v * WIDTH / PANEL * panelStride + k * PANEL + v * WIDTH % PANEL);
#pragma clang loop unroll(full)
        for (size_t t = 0; t < frames; t++) {
            NAME(Vector) input = x[t * xStride + k];
#pragma clang loop unroll(full)
            for (size_t v = 0; v < VECTORS; v++) sums[t][v] = MULTIPLY_ADD(input, weights[v], sums[t][v]);
        }
    }
#pragma clang loop unroll(full)
    for (size_t t = 0; t < frames; t++)
#pragma clang loop unroll(full)
        for (size_t v = 0; v < VECTORS; v++) *(NAME(Vector) *)(y + t * yStride + v * WIDTH) = sums[t][v];
}

#ifndef FRAMES_OF_TILE
#define FRAMES_OF_TILE NAME(frames)
TARGET static void NAME(frames)(size_t frames, size_t depth, const float *x, size_t xStride, const float *packed,
                                size_t panelStride, const float *bias, Start start, float *y, size_t yStride) {
#define CASE(n) case n: NAME(tile)(n, depth, x, xStride, packed, panelStride, bias, start, y, yStride); break;
    switch (frames) {
        CASE(1) CASE(2) CASE(3) CASE(4)
#if FRAMES > 4
        CASE(5) CASE(6)
#endif
#if FRAMES > 6
        CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
#endif
    }
#undef CASE
}
#endif

TARGET static void NAME(product)(const Product *p) {
    // No inputs: the sums are what they begin with.
    size_t steps = p->inputs == 0 ? 1 : (p->inputs + DEPTH - 1) / DEPTH;
    for (size_t firstRow = 0; firstRow < p->rows; firstRow += ROWS) {
        size_t rows = p->rows - firstRow < ROWS ? p->rows - firstRow : ROWS;
        for (size_t step = 0; step < steps; step++) {
            size_t firstInput = step * DEPTH;
            size_t depth = p->inputs - firstInput < DEPTH ? p->inputs - firstInput : DEPTH;
            Start start = step == 0 ? p->start : FROM_OUTPUT;
            for (size_t column = 0; column < p->outputs; column += COLUMNS) {
                size_t width = p->outputs - column < COLUMNS ? p->outputs - column : COLUMNS;
                const float *packed = p->packed + column / PANEL * PANEL * p->inputs + firstInput * PANEL + column % PANEL;
                // The last outputs go through a tile of full width beside the matrix.
                float edge[FRAMES * COLUMNS], bias[COLUMNS];
                int whole = width == COLUMNS;
                // Only half of the last pair of panels may be there.
                size_t panelStride = width > PANEL ? PANEL * p->inputs : 0;
                if (!whole && start == FROM_BIAS) {
                    memset(bias, 0, sizeof bias);
                    memcpy(bias, p->bias + column, width * sizeof(float));
                }
                const float *begin = start != FROM_BIAS ? NULL : whole ? p->bias + column : bias;
                for (size_t row = 0; row < rows; row += FRAMES) {
                    size_t frames = rows - row < FRAMES ? rows - row : FRAMES;
                    const float *x = p->x + (firstRow + row) * p->xStride + firstInput;
                    float *y = p->y + (firstRow + row) * p->yStride + column;
                    if (whole) {
                        FRAMES_OF_TILE(frames, depth, x, p->xStride, packed, panelStride, begin, start, y, p->yStride);
                        continue;
                    }
                    memset(edge, 0, sizeof edge);
                    if (start == FROM_OUTPUT)
                        for (size_t t = 0; t < frames; t++) memcpy(edge + t * COLUMNS, y + t * p->yStride, width * sizeof(float));
                    FRAMES_OF_TILE(frames, depth, x, p->xStride, packed, panelStride, begin, start, edge, COLUMNS);
                    for (size_t t = 0; t < frames; t++) memcpy(y + t * p->yStride, edge + t * COLUMNS, width * sizeof(float));
                }
            }
        }
    }
}

#undef WIDTH
#undef COLUMNS
#undef VECTOR_BYTES
#undef DEPTH
#undef VECTORS
#undef FRAMES
#undef NAME
#undef TARGET
#undef MULTIPLY_ADD
#undef FRAMES_OF_TILE
