// The AVX2 tile for builds without an optimiser, which would make `matrix_tile.h` thirty times as slow. Bit for bit the same.

/// Adds `depth` inputs to 6 frames by 16 outputs of `sums`.
static void sums_in_assembly(size_t depth, const float *x, size_t xStride, const float *packed, float *sums) {
    size_t stride = xStride * sizeof(float);
    const float *fourth = x + 3 * xStride;
#define FRAME(input, temporary, low, high) \
    "vbroadcastss " input ", %%ymm" temporary "\n" \
    "vfmadd231ps %%ymm0, %%ymm" temporary ", %%ymm" low "\n" \
    "vfmadd231ps %%ymm1, %%ymm" temporary ", %%ymm" high "\n"
#define MOVE(from, to) "vmovups " from ", " to "\n"
    __asm__ volatile(
        MOVE("0(%[sums])", "%%ymm4") MOVE("32(%[sums])", "%%ymm5") MOVE("64(%[sums])", "%%ymm6") MOVE("96(%[sums])", "%%ymm7")
        MOVE("128(%[sums])", "%%ymm8") MOVE("160(%[sums])", "%%ymm9") MOVE("192(%[sums])", "%%ymm10") MOVE("224(%[sums])", "%%ymm11")
        MOVE("256(%[sums])", "%%ymm12") MOVE("288(%[sums])", "%%ymm13") MOVE("320(%[sums])", "%%ymm14") MOVE("352(%[sums])", "%%ymm15")
        "1:\n"
        MOVE("0(%[packed])", "%%ymm0") MOVE("32(%[packed])", "%%ymm1")
        FRAME("(%[x])", "2", "4", "5") FRAME("(%[x], %[stride])", "3", "6", "7") FRAME("(%[x], %[stride], 2)", "2", "8", "9")
        FRAME("(%[fourth])", "3", "10", "11") FRAME("(%[fourth], %[stride])", "2", "12", "13")
        FRAME("(%[fourth], %[stride], 2)", "3", "14", "15")
        "add $4, %[x]\n add $4, %[fourth]\n add $64, %[packed]\n dec %[depth]\n jnz 1b\n"
        MOVE("%%ymm4", "0(%[sums])") MOVE("%%ymm5", "32(%[sums])") MOVE("%%ymm6", "64(%[sums])") MOVE("%%ymm7", "96(%[sums])")
        MOVE("%%ymm8", "128(%[sums])") MOVE("%%ymm9", "160(%[sums])") MOVE("%%ymm10", "192(%[sums])") MOVE("%%ymm11", "224(%[sums])")
        MOVE("%%ymm12", "256(%[sums])") MOVE("%%ymm13", "288(%[sums])") MOVE("%%ymm14", "320(%[sums])") MOVE("%%ymm15", "352(%[sums])")
        : [x] "+r"(x), [fourth] "+r"(fourth), [packed] "+r"(packed), [depth] "+r"(depth)
        : [sums] "r"(sums), [stride] "r"(stride)
        : "memory", "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", "xmm11",
          "xmm12", "xmm13", "xmm14", "xmm15");
#undef FRAME
#undef MOVE
}

static void frames_in_assembly(size_t frames, size_t depth, const float *x, size_t xStride, const float *packed,
                               size_t panelStride, const float *bias, Start start, float *y, size_t yStride) {
    (void)panelStride;
    float sums[6 * 16] = {0}, input[6 * 512] = {0};
    for (size_t t = 0; t < frames; t++) {
        if (start == FROM_OUTPUT) memcpy(sums + 16 * t, y + t * yStride, 64);
        if (start == FROM_BIAS) memcpy(sums + 16 * t, bias, 64);
        // Fewer frames than a tile's are filled up, so that nothing beside them is read.
        if (frames < 6) memcpy(input + t * depth, x + t * xStride, depth * sizeof(float));
    }
    if (depth > 0) sums_in_assembly(depth, frames < 6 ? input : x, frames < 6 ? depth : xStride, packed, sums);
    for (size_t t = 0; t < frames; t++) memcpy(y + t * yStride, sums + 16 * t, 64);
}
